package dev.handshake.bench.load;

import dev.handshake.ClientHandshaker;
import dev.handshake.Transports;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The process of a client: {@code ClientMain bare|bare-netty|threads|netty|jdk|TRANSPORT PORT}. It is asked {@code COUNT AT_ONCE}, does so many
 * handshakes, and says how many succeeded.
 */
public final class ClientMain {

    private ClientMain() {}

    /** Runs. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        Client client = client(arguments[0], port);
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            String[] numbers = question.split(" ");
            System.out.println(client.run(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
        }
        System.exit(0);
    }

    private interface Client {
        int run(int count, int atOnce) throws Exception;
    }

    private static Client client(String name, int port) throws IOException {
        return switch (name) {
            case "bare" -> new BareClient(port)::run;
            case "bare-netty" -> new BareNettyClient(port)::run;
            case "threads" -> ThreadsClient.bare(port)::run;
            case "blocking" -> ThreadsClient.ours(port)::run;
            case "netty" -> {
                NettyClient netty = new NettyClient(port);
                yield (count, atOnce) -> new OneAfterTheOther(count, netty::handshake).run(atOnce);
            }
            case "jdk" -> {
                HttpClient http = HttpClient.newHttpClient();
                URI uri = URI.create("ws://127.0.0.1:" + port + "/chat");
                yield (count, atOnce) -> new OneAfterTheOther(count, () -> jdk(http, uri)).run(atOnce);
            }
            default -> {
                TransportGroup group = Transports.named(name).open(TransportOptions.defaults());
                InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
                ClientHandshaker handshaker = ClientHandshaker.create();
                yield (count, atOnce) -> new OneAfterTheOther(count, () -> ours(handshaker, group, server)).run(atOnce);
            }
        };
    }

    private static CompletableFuture<?> ours(
            ClientHandshaker handshaker, TransportGroup group, InetSocketAddress server) {
        String host = "127.0.0.1:" + server.getPort();
        return group.connect(server)
                .thenCompose(transport -> handshaker.handshakeAsync(transport, host, "/chat"))
                .thenAccept(open -> open.transport().close());
    }

    private static CompletableFuture<?> jdk(HttpClient http, URI uri) {
        return http.newWebSocketBuilder()
                .buildAsync(uri, new WebSocket.Listener() {})
                .thenAccept(WebSocket::abort);
    }

    /** Handshakes, each of which is followed by another one until there are enough. */
    private static final class OneAfterTheOther {

        private final Supplier<CompletableFuture<?>> handshake;
        private final AtomicInteger left;
        private final AtomicInteger opened = new AtomicInteger();
        private final CountDownLatch ended;

        OneAfterTheOther(int count, Supplier<CompletableFuture<?>> handshake) {
            this.handshake = handshake;
            this.left = new AtomicInteger(count);
            this.ended = new CountDownLatch(count);
        }

        int run(int atOnce) throws InterruptedException {
            for (int i = 0; i < atOnce; i++) {
                next();
            }
            ended.await();
            return opened.get();
        }

        private void next() {
            if (left.getAndDecrement() > 0) {
                handshake.get().whenComplete((done, failure) -> {
                    if (failure == null) {
                        opened.incrementAndGet();
                    } else {
                        System.err.println("a handshake has failed: " + failure);
                    }
                    ended.countDown();
                    next();
                });
            }
        }
    }
}
