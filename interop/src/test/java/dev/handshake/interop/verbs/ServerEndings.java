package dev.handshake.interop.verbs;

import static dev.handshake.interop.verbs.ServerVerbs.EARLY;
import static dev.handshake.interop.verbs.ServerVerbs.GOOD;
import static dev.handshake.interop.verbs.ServerVerbs.OLD_VERSION;
import static dev.handshake.interop.verbs.ServerVerbs.VERBS;
import static dev.handshake.interop.verbs.ServerVerbs.VERY_LARGE;
import static dev.handshake.interop.verbs.ServerVerbs.assertClosed;
import static dev.handshake.interop.verbs.ServerVerbs.failure;
import static dev.handshake.interop.wire.Threads.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshake.Decision;
import dev.handshake.Established;
import dev.handshake.HandshakeFailure;
import dev.handshake.Headers;
import dev.handshake.ServerHandshaker;
import dev.handshake.interop.wire.Carrier;
import dev.handshake.interop.wire.TransportPeer;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How every form of {@code accept} is ended from outside, in each of its phases. */
interface ServerEndings {

    String READING = "dev.handshake.interop.verbs.AcceptVerb#reading";

    Carrier carrier();

    // The deadline.

    @ParameterizedTest
    @MethodSource(READING)
    default void theDeadlineEndsReading(AcceptVerb verb) throws Exception {
        ManualTimer timer = new ManualTimer();
        ServerHandshaker server = ServerHandshaker.builder().scheduler(timer).build();
        try (Serving serving = Serving.start(carrier(), verb, server, GOOD.substring(0, 80), "")) {
            timer.awaitScheduled();
            timer.fire();
            assertThat(serving.peer().receiveAll()).isEmpty();
            assertThat(failure(serving)).isEqualTo(HandshakeFailure.TIMED_OUT);
            assertEnded(serving, timer);
        }
    }

    @ParameterizedTest
    @MethodSource(VERBS)
    default void theDeadlineEndsDeciding(AcceptVerb verb) throws Exception {
        ManualTimer timer = new ManualTimer();
        Undecided undecided = new Undecided();
        ServerHandshaker server = undecided.builder().scheduler(timer).build();
        try (Serving serving = Serving.start(carrier(), verb, server, GOOD, EARLY)) {
            await(undecided.asked());
            timer.fire();
            assertThat(failure(serving)).isEqualTo(HandshakeFailure.TIMED_OUT);
            undecided.decision().complete(Decision.accept());
            assertThat(serving.peer().receiveAll()).isEmpty();
            assertEnded(serving, timer);
        }
    }

    @ParameterizedTest
    @MethodSource(VERBS)
    default void theDeadlineEndsWriting(AcceptVerb verb) throws Exception {
        ManualTimer timer = new ManualTimer();
        ServerHandshaker server = refusingAtLength().scheduler(timer).build();
        try (Serving serving = Serving.start(carrier(), verb, server, GOOD, "")) {
            serving.peer().receiveHead();
            timer.fire();
            assertThat(failure(serving)).isEqualTo(HandshakeFailure.TIMED_OUT);
            assertEnded(serving, timer);
        }
    }

    @ParameterizedTest
    @MethodSource(VERBS)
    default void theDeadlineEndsDrainingAndTheRefusalIsWhatIsTold(AcceptVerb verb) throws Exception {
        ManualTimer timer = new ManualTimer();
        ServerHandshaker server = ServerHandshaker.builder().scheduler(timer).build();
        try (Serving serving = Serving.start(carrier(), verb, server, OLD_VERSION, "")) {
            assertThat(serving.peer().receiveAll()).startsWith("HTTP/1.1 426 ");
            timer.fire();
            assertThat(failure(serving)).isEqualTo(HandshakeFailure.BAD_SEC_VERSION);
            assertEnded(serving, timer);
        }
    }

    // Cancelling: a future, or the thread that waits.

    @ParameterizedTest
    @MethodSource(READING)
    default void cancellingEndsReading(AcceptVerb verb) throws Exception {
        ManualTimer timer = new ManualTimer();
        ServerHandshaker server = ServerHandshaker.builder().scheduler(timer).build();
        try (Serving serving = Serving.start(carrier(), verb, server, GOOD.substring(0, 80), "")) {
            assumeTrue(
                    verb.async() || !serving.transport().blocks(),
                    "a read of a platform thread in a socket does not heed an interrupt");
            timer.awaitScheduled();
            assertCancelled(verb, serving);
            assertEnded(serving, timer);
        }
    }

    @ParameterizedTest
    @MethodSource(VERBS)
    default void cancellingEndsDeciding(AcceptVerb verb) throws Exception {
        ManualTimer timer = new ManualTimer();
        Undecided undecided = new Undecided();
        ServerHandshaker server = undecided.builder().scheduler(timer).build();
        try (Serving serving = Serving.start(carrier(), verb, server, GOOD, EARLY)) {
            await(undecided.asked());
            assertCancelled(verb, serving);
            undecided.decision().complete(Decision.accept());
            assertEnded(serving, timer);
        }
    }

    // The peer.

    @ParameterizedTest
    @MethodSource(READING)
    default void aPeerThatEndsItsHalfBeforeTheEndOfItsRequestHasLeft(AcceptVerb verb) throws Exception {
        for (String begun : new String[] {"", GOOD.substring(0, 80)}) {
            try (Serving serving = Serving.start(carrier(), verb, ServerHandshaker.create(), begun, "")) {
                serving.peer().end();
                assertThat(serving.peer().receiveAll()).isEmpty();
                assertThat(failure(serving)).isEqualTo(HandshakeFailure.PEER_LEFT);
                assertClosed(serving.transport());
            }
        }
    }

    @ParameterizedTest
    @MethodSource(READING)
    default void aPeerThatClosesBeforeTheEndOfItsRequestHasLeft(AcceptVerb verb) throws Exception {
        try (Serving serving = Serving.start(carrier(), verb, ServerHandshaker.create(), GOOD.substring(0, 80), "")) {
            serving.peer().close();
            assertThat(failure(serving)).isEqualTo(HandshakeFailure.PEER_LEFT);
            assertClosed(serving.transport());
        }
    }

    /** Nobody reads while the decision is made, so the peer's end shows only when there is something to write. */
    @ParameterizedTest
    @MethodSource(VERBS)
    default void aPeerThatLeavesDuringTheDecisionHoldsNothingUp(AcceptVerb verb) throws Exception {
        Undecided undecided = new Undecided();
        try (Serving serving =
                Serving.start(carrier(), verb, undecided.builder().build(), GOOD, EARLY)) {
            await(undecided.asked());
            serving.peer().close();
            undecided.decision().complete(Decision.accept());
            try {
                Established open = await(serving.result());
                new TransportPeer(open.transport()).receiveAll();
            } catch (IOException e) {
                assertThat(e).as("the peer has gone").isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource(VERBS)
    default void aPeerThatLeavesDuringTheAnswerHasBeenRefusedAllTheSame(AcceptVerb verb) throws Exception {
        ServerHandshaker server = refusingAtLength().build();
        try (Serving serving = Serving.start(carrier(), verb, server, GOOD, "")) {
            serving.peer().receiveHead();
            serving.peer().close();
            assertThat(failure(serving)).isEqualTo(HandshakeFailure.REJECTED);
            assertClosed(serving.transport());
        }
    }

    private static ServerHandshaker.Builder refusingAtLength() {
        String body = "y".repeat(VERY_LARGE);
        return ServerHandshaker.builder().decider(request -> Decision.reject(503, Headers.of(), body));
    }

    private static void assertCancelled(AcceptVerb verb, Serving serving) throws Exception {
        if (verb.async()) {
            serving.result().cancel(true);
        } else {
            serving.thread().interrupt();
            assertThat(failure(serving)).isEqualTo(HandshakeFailure.CANCELLED);
        }
        assertThat(serving.peer().receiveAll()).isEmpty();
    }

    private static void assertEnded(Serving serving, ManualTimer timer) {
        assertClosed(serving.transport());
        assertThat(timer.pending()).as("timers left").isZero();
    }

    /** A decision that is not made until the test makes it. */
    record Undecided(CompletableFuture<Void> asked, CompletableFuture<Decision> decision) {

        Undecided() {
            this(new CompletableFuture<>(), new CompletableFuture<>());
        }

        ServerHandshaker.Builder builder() {
            return ServerHandshaker.builder().asyncDecider(request -> {
                asked.complete(null);
                return decision;
            });
        }
    }
}
