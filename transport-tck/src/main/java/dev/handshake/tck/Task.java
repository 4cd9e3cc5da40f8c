package dev.handshake.tck;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Something that a test does on a thread of its own, so that a call that never returns fails the test and no more. */
final class Task {

    /** What is done. */
    interface Action {
        void run() throws Exception;
    }

    private final Thread thread;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private Task(String name, Action action) {
        thread = new Thread(() -> run(action), "transport contract: " + name);
        thread.setDaemon(true);
    }

    static Task start(String name, Action action) {
        Task task = new Task(name, action);
        task.thread.start();
        return task;
    }

    /** Waits for the end, and throws what the action threw. */
    void await(Duration patience) throws Exception {
        try {
            outcome(end, patience);
        } catch (TimeoutException e) {
            throw stillRunning(patience);
        }
    }

    /** Waits for a future, and throws what it failed with. */
    static void outcome(CompletableFuture<?> future, Duration patience) throws Exception {
        try {
            future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }

    /** Waits for the end, whatever it is; false if it does not come in time. */
    boolean doneWithin(Duration patience) throws InterruptedException {
        thread.join(Math.max(1, patience.toMillis()));
        return end.isDone();
    }

    boolean done() {
        return end.isDone();
    }

    /** Tells whether the thread waits where the Java machine can see it. Waiting in the kernel does not count. */
    boolean parked() {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING || state == Thread.State.BLOCKED;
    }

    /** Waits until it waits, or has ended, or for 100 ms if its waiting can't be seen. */
    void awaitParked() throws InterruptedException {
        Semaphore never = new Semaphore(0);
        for (int i = 0; i < 100 && !done() && !parked(); i++) {
            never.tryAcquire(1, TimeUnit.MILLISECONDS);
        }
    }

    /** Interrupts the thread if it still runs, and waits for it; false if it does not end in time. */
    boolean finish(Duration patience) throws InterruptedException {
        if (!end.isDone()) {
            thread.interrupt();
        }
        thread.join(Math.max(1, patience.toMillis()));
        return !thread.isAlive();
    }

    /** Makes the failure of one that did not end; its stack trace shows where the thread is. */
    AssertionError stillRunning(Duration patience) {
        AssertionError error = new AssertionError(
                "'" + thread.getName() + "' still runs after " + patience.toMillis() + " ms; its stack is this one's");
        error.setStackTrace(thread.getStackTrace());
        return error;
    }

    private void run(Action action) {
        try {
            action.run();
            end.complete(null);
        } catch (Throwable t) {
            end.completeExceptionally(t);
        }
    }
}
