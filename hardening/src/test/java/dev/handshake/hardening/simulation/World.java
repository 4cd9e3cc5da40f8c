package dev.handshake.hardening.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All that happens in a simulation: one event after the other, on one thread, by a clock that jumps from each to the next.
 * Whatever is left to chance comes from the one seed, so a seed is a run. It is the timer and the executor of the
 * handshakes in it, too; both may be asked from other threads, such as those that look up names.
 */
final class World extends ScheduledThreadPoolExecutor {

    private static final int MOST_EVENTS = 200_000;
    private static final int MOST_WITHIN = 3;
    private static final long A_CALL_MILLIS = 5;

    final RandomGenerator random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::dueMillis).thenComparingInt(Event::tie));
    private final StringBuffer history = new StringBuffer();
    private final List<String> violations = new ArrayList<>();
    private Runnable invariants = () -> {};
    private long nowMillis;
    private int happened;
    private final AtomicInteger timers = new AtomicInteger();
    private int within;
    private final Thread own = Thread.currentThread();

    /** Whether there is somebody who only goes on when what it waits for has happened. */
    boolean somebodyWaits;

    /** Called in front of each {@link #schedule}. */
    Runnable onSchedule = () -> {};

    private record Event(long dueMillis, int tie, Runnable task) {}

    World(RandomGenerator random) {
        super(0);
        this.random = random;
    }

    /** Looks at this after each event. */
    void invariants(Runnable invariants) {
        this.invariants = invariants;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** Lets something happen soon, before or behind what else is to happen soon. */
    synchronized void soon(Runnable task) {
        in(chance(90) ? random.nextInt(4) : random.nextInt(200), task);
    }

    synchronized void in(long millis, Runnable task) {
        events.add(new Event(nowMillis + millis, random.nextInt(), task));
    }

    /** Lets the next event happen. Returns false if there is none. */
    boolean step() {
        Event next = take();
        if (next == null) {
            return false;
        }
        if (++happened > MOST_EVENTS) {
            throw new AssertionError("it goes on for ever:\n" + history());
        }
        try {
            next.task.run();
        } catch (RuntimeException | Error e) {
            violation("an event threw " + e);
        }
        invariants.run();
        return true;
    }

    private synchronized @Nullable Event take() {
        Event next = events.poll();
        while (next != null && next.task instanceof Due due && due.isDone()) {
            next = events.poll();
        }
        nowMillis = next == null ? nowMillis : next.dueMillis;
        return next;
    }

    private synchronized boolean isDueBy(long millis) {
        return !events.isEmpty() && events.peek().dueMillis <= millis;
    }

    /** Lets everything happen. */
    void run() {
        while (step()) {}
    }

    /** Lets everything happen that is due by then, and no timer beyond that. */
    void run(long millis) {
        long until = nowMillis + millis;
        while (isDueBy(until)) {
            step();
        }
    }

    /** Lets other things happen in the midst of a call, as if they did on other threads; none of them may wait. */
    void meanwhile(int most) {
        if (!somebodyWaits && isOwn(Thread.currentThread()) && within < MOST_WITHIN) {
            within++;
            long until = nowMillis + A_CALL_MILLIS;
            for (int i = 0; i < most && isDueBy(until); i++) {
                step();
            }
            within--;
        }
    }

    /** Tells whether this is the thread on which events happen, and not one that a simulation has started. */
    boolean isOwn(Thread thread) {
        return thread == own;
    }

    /** How many timers still wait. */
    int timers() {
        return timers.get();
    }

    void note(String what) {
        history.append(nowMillis).append(": ").append(what).append('\n');
    }

    void violation(String what) {
        note("VIOLATION: " + what);
        violations.add(what);
    }

    List<String> violations() {
        return violations;
    }

    String history() {
        int shown = 3_000;
        return history.length() <= shown ? history.toString() : "…" + history.substring(history.length() - shown);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        onSchedule.run();
        Due due = new Due(task);
        timers.incrementAndGet();
        // Whole milliseconds, since a part of the delay may come from the real clock.
        in(TimeUnit.NANOSECONDS.toMillis(unit.toNanos(delay) + 999_999), due);
        return due;
    }

    @Override
    public void execute(Runnable task) {
        soon(task);
    }

    private final class Due extends FutureTask<Void> implements ScheduledFuture<Void> {

        Due(Runnable task) {
            super(task, null);
        }

        @Override
        protected void done() {
            timers.decrementAndGet();
        }

        /** A failure is not to be lost in the future, which nobody looks at. */
        @Override
        protected void setException(Throwable thrown) {
            super.setException(thrown);
            throw new IllegalStateException("a timer's task failed", thrown);
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
