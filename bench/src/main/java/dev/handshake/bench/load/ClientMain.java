package dev.handshake.bench.load;

import dev.handshake.ClientHandshaker;
import dev.handshake.Transports;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The process of a client: {@code ClientMain bare|TRANSPORT PORT}. It is asked {@code COUNT AT_ONCE}, does so many
 * handshakes, and says how many succeeded.
 */
public final class ClientMain {

    private ClientMain() {}

    /** Runs. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        Client client = arguments[0].equals("bare") ? bare(port) : ours(arguments[0], port);
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

    private static Client bare(int port) throws IOException {
        BareClient client = new BareClient(port);
        return client::run;
    }

    private static Client ours(String transport, int port) throws IOException {
        TransportGroup group = Transports.named(transport).open(TransportOptions.defaults());
        return (count, atOnce) -> new Ours(group, port, count).run(atOnce);
    }

    /** Handshakes over a transport, each of which is followed by another one until there are enough. */
    private static final class Ours {

        private final ClientHandshaker handshaker = ClientHandshaker.create();
        private final TransportGroup group;
        private final InetSocketAddress server;
        private final String host;
        private final AtomicInteger left;
        private final AtomicInteger opened = new AtomicInteger();
        private final CountDownLatch ended;

        Ours(TransportGroup group, int port, int count) {
            this.group = group;
            this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            this.host = "127.0.0.1:" + port;
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
                group.connect(server).whenComplete(this::connected);
            }
        }

        private void connected(ByteTransport transport, Throwable failure) {
            if (failure != null) {
                end();
                return;
            }
            handshaker.handshakeAsync(transport, host, "/chat").whenComplete((open, refused) -> {
                if (open != null) {
                    opened.incrementAndGet();
                    open.transport().close();
                }
                end();
            });
        }

        private void end() {
            ended.countDown();
            next();
        }
    }
}
