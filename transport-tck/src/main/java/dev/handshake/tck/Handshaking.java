package dev.handshake.tck;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.SecWebSocketKey;
import dev.handshake.ServerHandshaker;
import dev.handshake.spi.ByteTransport;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two styles of a handshaker's verbs, and what the other side says when it is spoken by hand. */
enum Handshaking {
    WAITING,
    ASYNC;

    static final int MOST_PLACES = 2_000;

    static final String REQUEST =
            "GET /chat HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)");

    /** A verb that makes a WebSocket of a transport. */
    interface Verb {
        CompletableFuture<Established> start(Handshaking style, Examination x, ByteTransport transport);
    }

    /** How a verb is called: just so, unless the kit is examined itself. */
    interface Caller {
        CompletableFuture<Established> call(
                Examination x, ByteTransport transport, Function<ByteTransport, CompletableFuture<Established>> verb);
    }

    /** What the other side does. */
    interface OtherSide {
        void speak(Party far) throws Exception;
    }

    /** The 101 that answers a request. */
    static String answer(String request) {
        Matcher key = KEY.matcher(request);
        if (!key.find()) {
            throw new AssertionError("a request without a key: '" + request + "'");
        }
        return "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Accept: " + SecWebSocketKey.parse(key.group(1)).accept() + "\r\n\r\n";
    }

    CompletableFuture<Established> accept(Examination x, ByteTransport transport) {
        ServerHandshaker server =
                ServerHandshaker.builder().listener(x.reports::add).build();
        return x.caller.call(
                x, transport, it -> this == ASYNC ? server.acceptAsync(it) : waiting(x, () -> server.accept(it)));
    }

    CompletableFuture<Established> open(Examination x, ByteTransport transport) {
        ClientHandshaker client =
                ClientHandshaker.builder().listener(x.reports::add).build();
        return x.caller.call(
                x,
                transport,
                it -> this == ASYNC
                        ? client.handshakeAsync(it, "localhost", "/chat")
                        : waiting(x, () -> client.handshake(it, "localhost", "/chat")));
    }

    /** Connects by way of a proxy. */
    CompletableFuture<Established> connect(Examination x, ByteTransport transport, URI uri) {
        return x.caller.call(x, transport, it -> {
            ClientHandshaker client = ClientHandshaker.builder()
                    .group(new ConnectedGroup(it))
                    .proxy("127.0.0.1", 3128)
                    .build();
            return this == ASYNC ? client.connectAsync(uri) : waiting(x, () -> client.connect(uri));
        });
    }

    private static CompletableFuture<Established> waiting(Examination x, Callable<Established> verb) {
        CompletableFuture<Established> result = new CompletableFuture<>();
        x.start("waiting verb", () -> {
            try {
                result.complete(verb.call());
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        });
        return result;
    }
}
