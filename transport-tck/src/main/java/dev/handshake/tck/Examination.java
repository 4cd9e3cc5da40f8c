package dev.handshake.tck;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.handshake.Established;
import dev.handshake.HandshakeReport;
import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One test of one pair: opens it, runs the test's body on a thread of its own, closes it, and sees what is left. */
final class Examination {

    /** What a test does. */
    interface Body {
        void run(Examination x) throws Exception;
    }

    /** No retry for so long is rest: longer than a busy machine keeps a thread from running. */
    private static final int REST_MILLIS = 10;

    final ByteTransport tested;
    final ByteTransport peer;
    /** The tested end with waiting verbs. */
    final Party near;
    /** The peer with waiting verbs. */
    final Party far;

    /** What the handshakers reported, if they were told to. */
    final Queue<HandshakeReport> reports = new ConcurrentLinkedQueue<>();

    /** Calls the handshakers. */
    final Handshaking.Caller caller;

    final Duration patience;
    private final TransportPair pair;
    private final Set<Ability> missing;
    private final List<Task> tasks = new CopyOnWriteArrayList<>();
    private final Semaphore retryRuns = new Semaphore(0);

    private Examination(TransportUnderTest subject) throws Exception {
        patience = subject.patience();
        missing = subject.missing();
        caller = subject instanceof Handshaking.Caller own ? own : (x, transport, verb) -> verb.apply(transport);
        pair = subject.open();
        tested = pair.tested();
        peer = pair.peer();
        near = new Party(tested, patience);
        far = new Party(peer, patience);
    }

    static void examine(TransportUnderTest subject, Body body) throws Exception {
        Examination x = new Examination(subject);
        Throwable failure = null;
        try {
            // Thrice: the waits inside have the better messages, so they come first.
            x.start("test", () -> body.run(x)).await(x.patience.multipliedBy(3));
        } catch (Throwable t) {
            failure = t;
            throw t;
        } finally {
            x.leave(failure);
        }
    }

    /** Skips the test if the transport lacks this. */
    void needs(Ability ability) {
        assumeFalse(missing.contains(ability), ability.lack());
    }

    /** Skips the test if the transport keeps no retries. */
    void needsRetries() {
        assumeFalse(tested.blocks(), "a transport that blocks need not keep a retry (T13)");
    }

    /** Gives another transport of this test waiting verbs. */
    Party party(ByteTransport transport) {
        return new Party(transport, patience);
    }

    /** Waits for a handshake that comes to its good end. */
    ByteTransport open(CompletableFuture<Established> handshake) throws Exception {
        Task.outcome(handshake, patience);
        return handshake.join().transport();
    }

    /** Waits for the end of a handshake; null if it is a good one. */
    @Nullable
    Throwable failure(CompletableFuture<Established> handshake) throws Exception {
        return handshake
                .handle((open, failure) -> Optional.ofNullable(failure))
                .get(patience.toNanos(), TimeUnit.NANOSECONDS)
                .orElse(null);
    }

    boolean halfClose() {
        return !missing.contains(Ability.HALF_CLOSE);
    }

    /** Does something at the same time; what it throws comes out of {@link #await}. */
    Task start(String name, Task.Action action) {
        Task task = Task.start(name, action);
        tasks.add(task);
        return task;
    }

    void await(Task... awaited) throws Exception {
        for (Task task : awaited) {
            task.await(patience);
        }
    }

    /** Fails unless it throws an {@link IOException}; whatever else it throws says itself what went wrong. */
    void failsByIo(Task.Action action, String what) throws Exception {
        try {
            action.run();
        } catch (IOException expected) {
            return;
        }
        fail(what + " did not throw an IOException");
    }

    /** Waits for a retry, and fails if it is not run. */
    void await(Retry retry, String cause) throws InterruptedException {
        if (!retry.await(patience)) {
            fail("the kept retry was not run, though " + cause);
        }
    }

    Retry retry() {
        return retry(() -> {});
    }

    /** Makes a retry that does something; whether it comes to rest is seen when the test is left. */
    Retry retry(Runnable action) {
        return new Retry(() -> {
            retryRuns.release();
            action.run();
        });
    }

    /** Waits until a task waits, or has ended, or for 100 ms if its waiting can't be seen. */
    void awaitParked(Task task) throws InterruptedException {
        task.awaitParked();
    }

    /** What each test owes: both ends closed, no thread left, retries at rest. Adds to a failure instead of hiding it. */
    private void leave(@Nullable Throwable failure) throws Exception {
        try {
            try {
                start("closing", this::close).await(patience);
            } finally {
                pair.afterwards().close();
            }
            for (Task task : tasks) {
                if (!task.finish(patience)) {
                    throw task.stillRunning(patience);
                }
            }
            awaitRest();
        } catch (Throwable t) {
            if (failure == null) {
                throw t;
            }
            failure.addSuppressed(t);
        }
    }

    private void close() {
        try {
            tested.close();
        } catch (RuntimeException e) {
            // The tests of T7 look at what close throws; here it would make all others red.
        } finally {
            peer.close();
        }
    }

    private void awaitRest() throws InterruptedException {
        retryRuns.drainPermits();
        for (long left = patience.toMillis(); retryRuns.tryAcquire(REST_MILLIS, TimeUnit.MILLISECONDS); left--) {
            retryRuns.drainPermits();
            if (left == 0) {
                fail("retries are still run after both ends were closed");
            }
        }
    }
}
