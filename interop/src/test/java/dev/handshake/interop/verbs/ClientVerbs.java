package dev.handshake.interop.verbs;

import static dev.handshake.interop.verbs.ServerVerbs.EARLY;
import static dev.handshake.interop.verbs.ServerVerbs.VERY_LARGE;
import static dev.handshake.interop.verbs.ServerVerbs.assertClosed;
import static dev.handshake.interop.wire.Threads.await;
import static dev.handshake.interop.wire.Threads.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeFailure;
import dev.handshake.HandshakePhase;
import dev.handshake.HandshakeResponse;
import dev.handshake.SecWebSocketKey;
import dev.handshake.interop.wire.Carrier;
import dev.handshake.interop.wire.Peer;
import dev.handshake.interop.wire.TransportPeer;
import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What both styles of the client's verb do over every transport. */
interface ClientVerbs {

    Carrier carrier();

    /** A verb at work on a connection to a peer. */
    record Asking(Peer peer, ByteTransport transport, CompletableFuture<Established> result, Thread thread)
            implements AutoCloseable {

        static Asking start(Carrier carrier, boolean async, ClientHandshaker client) throws Exception {
            Carrier.Connection connection = carrier.connect();
            ByteTransport transport = connection.transport();
            if (async) {
                return new Asking(
                        connection.peer(), transport, client.handshakeAsync(transport, "h", "/"), new Thread());
            }
            CompletableFuture<Established> result = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    result.complete(client.handshake(transport, "h", "/"));
                } catch (IOException | RuntimeException | Error e) {
                    result.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            return new Asking(connection.peer(), transport, result, thread);
        }

        String request() throws IOException {
            return peer.receiveHead();
        }

        HandshakeException failure() throws Exception {
            Throwable failure = failureOf(result);
            assertThat(failure).isInstanceOf(HandshakeException.class);
            return (HandshakeException) failure;
        }

        @Override
        public void close() {
            transport.close();
            peer.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void clientOpensWithoutLosingAnOctet(boolean async) throws Exception {
        try (Asking asking = Asking.start(carrier(), async, ClientHandshaker.create())) {
            asking.peer().send(goodAnswer(asking.request()) + EARLY);
            Established open = await(asking.result());
            asking.peer().send("late");
            asking.peer().end();
            try (TransportPeer user = new TransportPeer(open.transport())) {
                assertThat(user.receiveAll()).isEqualTo(EARLY + "late");
                user.send("answered");
            }
            assertThat(asking.peer().receiveAll()).isEqualTo("answered");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void clientIsToldTheRefusalWithItsBody(boolean async) throws Exception {
        for (String framed : new String[] {
            "Content-Length: 4\r\n\r\nbusy", "Transfer-Encoding: chunked\r\n\r\n3\r\nbus\r\n1\r\ny\r\n0\r\n\r\n"
        }) {
            try (Asking asking = Asking.start(carrier(), async, ClientHandshaker.create())) {
                asking.request();
                asking.peer().send("HTTP/1.1 503 No\r\n" + framed);
                assertDeclined(asking.failure(), 503, "busy");
                assertClosed(asking.transport());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void clientIsToldTheRefusalWhoseBodyEndsWithTheConnection(boolean async) throws Exception {
        try (Asking asking = Asking.start(carrier(), async, ClientHandshaker.create())) {
            asking.request();
            asking.peer().send("HTTP/1.1 503 No\r\n\r\nbusy");
            asking.peer().close();
            assertDeclined(asking.failure(), 503, "busy");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void theDeadlineEndsTheClientsRequest(boolean async) throws Exception {
        ManualTimer timer = new ManualTimer();
        ClientHandshaker client = ClientHandshaker.builder()
                .header("X-Long", "x".repeat(VERY_LARGE))
                .scheduler(timer)
                .build();
        try (Asking asking = Asking.start(carrier(), async, client)) {
            asking.peer().receive(100);
            timer.fire();
            HandshakeException failure = asking.failure();
            assertThat(failure.failure()).isEqualTo(HandshakeFailure.TIMED_OUT);
            assertThat(failure.phase()).isEqualTo(HandshakePhase.REQUEST);
            assertClosed(asking.transport());
            assertThat(timer.pending()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void theDeadlineEndsTheClientsWaitForAnAnswer(boolean async) throws Exception {
        ManualTimer timer = new ManualTimer();
        ClientHandshaker client = ClientHandshaker.builder().scheduler(timer).build();
        try (Asking asking = Asking.start(carrier(), async, client)) {
            asking.request();
            asking.peer().send("HTTP/1.1 101 Switching");
            timer.fire();
            assertThat(asking.failure().failure()).isEqualTo(HandshakeFailure.TIMED_OUT);
            assertThat(asking.peer().receiveAll()).isEmpty();
            assertClosed(asking.transport());
            assertThat(timer.pending()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void cancellingEndsTheClientsWaitForAnAnswer(boolean async) throws Exception {
        ManualTimer timer = new ManualTimer();
        ClientHandshaker client = ClientHandshaker.builder().scheduler(timer).build();
        try (Asking asking = Asking.start(carrier(), async, client)) {
            assumeTrue(
                    async || !asking.transport().blocks(),
                    "a read of a platform thread in a socket does not heed an interrupt");
            asking.request();
            if (async) {
                asking.result().cancel(true);
            } else {
                asking.thread().interrupt();
                assertThat(asking.failure().failure()).isEqualTo(HandshakeFailure.CANCELLED);
            }
            assertThat(asking.peer().receiveAll()).isEmpty();
            assertClosed(asking.transport());
            assertThat(timer.pending()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void clientNoticesThatTheServerLeftBeforeItsAnswer(boolean async) throws Exception {
        for (String begun : new String[] {"", "HTTP/1.1 101 Switching Prot"}) {
            try (Asking asking = Asking.start(carrier(), async, ClientHandshaker.create())) {
                asking.request();
                asking.peer().send(begun);
                asking.peer().close();
                assertThat(asking.failure().failure()).isEqualTo(HandshakeFailure.PEER_LEFT);
                assertClosed(asking.transport());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void clientNoticesThatTheServerLeftDuringTheRequest(boolean async) throws Exception {
        ClientHandshaker client = ClientHandshaker.builder()
                .header("X-Long", "x".repeat(VERY_LARGE))
                .build();
        try (Asking asking = Asking.start(carrier(), async, client)) {
            asking.peer().receive(100);
            asking.peer().close();
            assertThat(failureOf(asking.result())).isInstanceOf(IOException.class);
            assertClosed(asking.transport());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void clientIsToldTheStatusThoughTheBodyBreaksOff(boolean async) throws Exception {
        try (Asking asking = Asking.start(carrier(), async, ClientHandshaker.create())) {
            asking.request();
            asking.peer().send("HTTP/1.1 404 No\r\nContent-Length: 10\r\n\r\nhalf");
            asking.peer().close();
            assertThat(asking.failure().response().map(HandshakeResponse::status))
                    .contains(404);
        }
    }

    private static void assertDeclined(HandshakeException failure, int status, String body) {
        assertThat(failure.failure()).isEqualTo(HandshakeFailure.UPGRADE_DECLINED);
        HandshakeResponse response = failure.response().orElseThrow();
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.bodyText()).isEqualTo(body);
    }

    private static String goodAnswer(String request) {
        String key = request.replaceFirst("(?s).*\r\nSec-WebSocket-Key: (\\S+)\r\n.*", "$1");
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + SecWebSocketKey.parse(key).accept() + "\r\n\r\n";
    }
}
