package dev.handshake.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The scenes in which something happens while a retry runs. */
final class Retries {

    private Retries() {}

    /** Lets the peer's bytes run a retry, and in it waits for another thread to do something with the tested end. */
    static void whileOneRuns(Examination x, String name, Task.Action action) throws Exception {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        keep(x, () -> {
            try {
                x.await(x.start(name, action));
                outcome.complete(null);
            } catch (Throwable t) {
                outcome.completeExceptionally(t);
            }
        });
        sendOnAThreadOfItsOwn(x);
        await(x, outcome);
    }

    /** Lets the peer's bytes run a retry, and in it waits for the retry that the peer's close must run. */
    static void waitInOne(Examination x) throws Exception {
        Retry next = x.retry();
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        keep(x, () -> {
            try {
                if (x.tested.mayBlock()) {
                    readUntilThereIsNothing(x, next);
                    waiting.complete(null);
                    x.await(next, "one waited for it on a thread that may block");
                }
                outcome.complete(null);
            } catch (Throwable t) {
                outcome.completeExceptionally(t);
            } finally {
                waiting.complete(null);
            }
        });
        sendOnAThreadOfItsOwn(x);
        await(x, waiting);
        x.peer.close();
        await(x, outcome);
    }

    /** Leaves a retry that does something once, at its first run after the call that left it has returned. */
    private static void keep(Examination x, Runnable action) throws Exception {
        AtomicBoolean armed = new AtomicBoolean();
        Retry retry = x.retry(() -> {
            if (armed.compareAndSet(true, false)) {
                action.run();
            }
        });
        int before;
        int calls = 0;
        do {
            before = retry.count();
            assertEquals(0, x.tested.read(ByteBuffer.allocate(1), retry), "read while the peer is silent");
        } while (retry.count() != before && ++calls < 100); // it may run without cause, and is then spent
        armed.set(true);
    }

    /** What runs the retry may be the peer's own call, which then waits with it. */
    private static void sendOnAThreadOfItsOwn(Examination x) {
        x.start("peer sends", () -> x.far.send((byte) 1));
    }

    private static void readUntilThereIsNothing(Examination x, Retry retry) throws Exception {
        int n;
        do {
            n = x.tested.read(ByteBuffer.allocate(16), retry);
        } while (n > 0);
    }

    private static void await(Examination x, CompletableFuture<Void> future) throws Exception {
        try {
            Task.outcome(future, x.patience.multipliedBy(2));
        } catch (TimeoutException e) {
            throw new AssertionError("no retry was run, though the peer had sent a byte");
        }
    }
}
