package dev.handshake.interop.verbs;

import dev.handshake.interop.wire.Threads;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A scheduler whose time passes when the test says so. */
final class ManualTimer extends ScheduledThreadPoolExecutor {

    private final Queue<Due> dues = new ConcurrentLinkedQueue<>();
    private final Semaphore scheduled = new Semaphore(0);

    ManualTimer() {
        super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        Due due = new Due(task);
        dues.add(due);
        scheduled.release();
        return due;
    }

    /** Waits until something was scheduled. */
    void awaitScheduled() throws InterruptedException {
        if (!scheduled.tryAcquire(Threads.BOUND_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing was scheduled");
        }
    }

    /** All the time passes that anybody waits for. */
    void fire() {
        dues.forEach(Due::run);
    }

    /** How many tasks wait, and were not cancelled. */
    long pending() {
        return dues.stream().filter(due -> !due.isDone()).count();
    }

    private static final class Due extends FutureTask<Void> implements ScheduledFuture<Void> {

        Due(Runnable task) {
            super(task, null);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
