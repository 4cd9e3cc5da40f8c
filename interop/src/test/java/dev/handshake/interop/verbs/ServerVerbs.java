package dev.handshake.interop.verbs;

import static dev.handshake.interop.wire.Threads.await;
import static dev.handshake.interop.wire.Threads.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.Decision;
import dev.handshake.Established;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeFailure;
import dev.handshake.Headers;
import dev.handshake.ServerHandshaker;
import dev.handshake.interop.wire.Answer;
import dev.handshake.interop.wire.Carrier;
import dev.handshake.interop.wire.Octets;
import dev.handshake.interop.wire.Threads;
import dev.handshake.interop.wire.TransportPeer;
import dev.handshake.spi.ByteTransport;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Opening, refusing, and trying again: what every form of {@code accept} does over every transport. */
interface ServerVerbs {

    String VERBS = "dev.handshake.interop.verbs.AcceptVerb#all";
    String GOOD = "GET /chat HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    String OLD_VERSION = GOOD.replace("Version: 13", "Version: 8");
    String EARLY = "\u0082\u0005early".repeat(50);

    /** More than the buffers of a socket hold, on both sides together. */
    int VERY_LARGE = 16 << 20;

    Carrier carrier();

    @ParameterizedTest
    @MethodSource(VERBS)
    default void opensWithoutLosingAnOctet(AcceptVerb verb) throws Exception {
        try (Serving serving = Serving.start(carrier(), verb, ServerHandshaker.create(), GOOD, EARLY)) {
            assertThat(serving.peer().receiveHead()).startsWith("HTTP/1.1 101 ");
            Established open = await(serving.result());
            assertThat(EARLY).startsWith(Octets.text(open.leftover()));
            serving.peer().send("late");
            serving.peer().end();
            try (TransportPeer user = new TransportPeer(open.transport())) {
                assertThat(user.receiveAll()).isEqualTo(EARLY + "late");
                user.send("answered");
            }
            assertThat(serving.peer().receiveAll()).isEqualTo("answered");
        }
    }

    @ParameterizedTest
    @MethodSource(VERBS)
    default void refusesReadablyThoughMuchInputIsUnread(AcceptVerb verb) throws Exception {
        String unread = "x".repeat(64 * 1024);
        try (Serving serving = Serving.start(carrier(), verb, ServerHandshaker.create(), OLD_VERSION, unread)) {
            Answer answer = Answer.parse(serving.peer().receiveAll());
            assertThat(answer.status()).isEqualTo(426);
            assertThat(answer.body()).hasSize(answer.contentLength());
            assertThat(answer.behind()).isEmpty();
            serving.peer().close();
            assertThat(failure(serving)).isEqualTo(HandshakeFailure.BAD_SEC_VERSION);
            assertClosed(serving.transport());
        }
    }

    @ParameterizedTest
    @MethodSource(VERBS)
    default void deliversALargeRefusalWhole(AcceptVerb verb) throws Exception {
        String body = "y".repeat(1 << 20);
        ServerHandshaker server = ServerHandshaker.builder()
                .decider(request -> Decision.reject(503, Headers.of("Retry-After", "9"), body))
                .build();
        try (Serving serving = Serving.start(carrier(), verb, server, GOOD, EARLY)) {
            Answer answer = Answer.parse(serving.peer().receiveAll());
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body().equals(body)).as("the body came whole").isTrue();
            serving.peer().close();
            assertThat(failure(serving)).isEqualTo(HandshakeFailure.REJECTED);
        }
    }

    @ParameterizedTest
    @MethodSource(VERBS)
    default void acceptsThePipelinedSecondRequestOfAConnectionThatWasKept(AcceptVerb verb) throws Exception {
        ServerHandshaker server = ServerHandshaker.builder().keepAlive(true).build();
        try (Serving serving = Serving.start(carrier(), verb, server, OLD_VERSION, GOOD + EARLY)) {
            HandshakeException refusal = (HandshakeException) failureOf(serving.result());
            assertThat(refusal.failure()).isEqualTo(HandshakeFailure.BAD_SEC_VERSION);
            assertThat(refusal.reusable()).isTrue();
            assertThat(GOOD + EARLY).startsWith(Octets.text(refusal.leftover()));
            Answer answer = Answer.parse(serving.peer().receiveHead());
            assertThat(answer.status()).isEqualTo(426);
            serving.peer().receive(answer.contentLength());

            Established open = await(again(verb, server, serving.transport(), refusal.leftover()));
            assertThat(serving.peer().receiveHead()).startsWith("HTTP/1.1 101 ");
            serving.peer().end();
            assertThat(new TransportPeer(open.transport()).receiveAll()).isEqualTo(EARLY);
        }
    }

    @ParameterizedTest
    @MethodSource(VERBS)
    default void acceptsASecondRequestThatComesAfterTheRefusal(AcceptVerb verb) throws Exception {
        ServerHandshaker server = ServerHandshaker.builder()
                .keepAlive(true)
                .decider(request ->
                        request.headers().contains("Authorization") ? Decision.accept() : Decision.reject(401))
                .build();
        try (Serving serving = Serving.start(carrier(), verb, server, GOOD, "")) {
            HandshakeException refusal = (HandshakeException) failureOf(serving.result());
            assertThat(refusal.reusable()).isTrue();
            Answer answer = Answer.parse(serving.peer().receiveHead());
            assertThat(answer.status()).isEqualTo(401);
            serving.peer().receive(answer.contentLength());

            CompletableFuture<Established> second = again(verb, server, serving.transport(), refusal.leftover());
            serving.peer().send(GOOD.replace("Upgrade: w", "Authorization: Basic eDp5\r\nUpgrade: w"));
            assertThat(serving.peer().receiveHead()).startsWith("HTTP/1.1 101 ");
            await(second);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.handshake.interop.verbs.AcceptVerb#reading")
    default void doesNotStartTwiceOverOneTransport(AcceptVerb verb) throws Exception {
        ServerHandshaker server = ServerHandshaker.create();
        String half = GOOD.substring(0, 60);
        ManualTimer begun = new ManualTimer();
        ServerHandshaker first = ServerHandshaker.builder().scheduler(begun).build();
        try (Serving serving = Serving.start(carrier(), verb, first, half, "")) {
            begun.awaitScheduled();
            assertThatThrownBy(() -> server.acceptAsync(serving.transport())).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> server.accept(serving.transport())).isInstanceOf(IllegalStateException.class);
            serving.peer().send(GOOD.substring(60));
            assertThat(serving.peer().receiveHead()).startsWith("HTTP/1.1 101 ");
            await(serving.result());
        }
    }

    private static CompletableFuture<Established> again(
            AcceptVerb verb, ServerHandshaker server, ByteTransport transport, ByteBuffer leftover) {
        return verb.async()
                ? server.acceptAsync(transport, leftover)
                : Threads.start(() -> server.accept(transport, leftover));
    }

    static HandshakeFailure failure(Serving serving) throws Exception {
        Throwable failure = failureOf(serving.result());
        assertThat(failure).isInstanceOf(HandshakeException.class);
        return ((HandshakeException) failure).failure();
    }

    static void assertClosed(ByteTransport transport) {
        assertThatThrownBy(() -> transport.read(ByteBuffer.allocate(1), () -> {}))
                .isInstanceOf(ClosedChannelException.class);
    }
}
