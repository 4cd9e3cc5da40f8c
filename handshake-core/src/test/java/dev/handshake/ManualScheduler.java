package dev.handshake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A scheduler whose clock moves when it is told to; what is due runs on the thread that moves it. */
class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {

    private final List<Task> tasks = new ArrayList<>();
    private long nowNanos;
    private boolean shut;

    /** Moves the clock, and runs what is due by then. */
    void advance(Duration time) {
        long until = nowNanos + time.toNanos();
        while (true) {
            Task next;
            synchronized (this) {
                next = pendingTasks().stream()
                        .filter(task -> task.dueNanos <= until)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
                if (next == null) {
                    nowNanos = until;
                    return;
                }
                nowNanos = Math.max(nowNanos, next.dueNanos);
            }
            next.run();
        }
    }

    /** Returns what the clock says. */
    synchronized long nowNanos() {
        return nowNanos;
    }

    /** Returns how many tasks wait for their time. */
    int pending() {
        return pendingTasks().size();
    }

    private synchronized List<Task> pendingTasks() {
        tasks.removeIf(FutureTask::isDone);
        return List.copyOf(tasks);
    }

    @Override
    public synchronized ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        if (shut) {
            throw new RejectedExecutionException("the scheduler is shut down");
        }
        long nanos = unit.toNanos(delay);
        Task task = new Task(command, nanos > Long.MAX_VALUE - nowNanos ? Long.MAX_VALUE : nowNanos + nanos);
        tasks.add(task);
        return task;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(Runnable command) {
        command.run();
    }

    @Override
    public synchronized void shutdown() {
        shut = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public synchronized boolean isShutdown() {
        return shut;
    }

    @Override
    public boolean isTerminated() {
        return isShutdown();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isShutdown();
    }

    private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final long dueNanos;

        Task(Runnable command, long dueNanos) {
            super(command, null);
            this.dueNanos = dueNanos;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - nowNanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
