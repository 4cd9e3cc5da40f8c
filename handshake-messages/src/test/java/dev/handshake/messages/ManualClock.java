package dev.handshake.messages;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler whose time passes when a test says so, on the thread of the test. */
final class ManualClock extends ScheduledThreadPoolExecutor {

    private final List<Due> dues = new ArrayList<>();
    private long nowNanos;

    ManualClock() {
        super(0);
    }

    @Override
    public synchronized ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        if (isShutdown()) {
            throw new RejectedExecutionException("this clock was stopped");
        }
        Due due = new Due(task, nowNanos + unit.toNanos(delay));
        dues.add(due);
        return due;
    }

    /** Lets time pass, and runs what is due meanwhile, in order. */
    void pass(Duration time) {
        long until = nowNanos + time.toNanos();
        for (Due next = next(until); next != null; next = next(until)) {
            nowNanos = next.atNanos;
            next.run();
        }
        nowNanos = until;
    }

    private synchronized Due next(long until) {
        dues.removeIf(Due::isDone);
        return dues.stream()
                .filter(due -> due.atNanos <= until)
                .min(Comparator.comparing(due -> due.atNanos))
                .orElse(null);
    }

    /** How many tasks wait for their time. */
    synchronized int waiting() {
        dues.removeIf(Due::isDone);
        return dues.size();
    }

    private final class Due extends FutureTask<Void> implements ScheduledFuture<Void> {

        private final long atNanos;

        Due(Runnable task, long atNanos) {
            super(task, null);
            this.atNanos = atNanos;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(atNanos - nowNanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
