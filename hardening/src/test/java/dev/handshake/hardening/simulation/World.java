package dev.handshake.hardening.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
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
    private static final int MOST_FRAMES = 8;
    private static final long A_CALL_MILLIS = 5;
    private static final long PATIENCE_SECONDS = 20;

    final RandomGenerator random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::dueMillis).thenComparingInt(Event::tie));
    private final long tickNanos;
    private final BlockingQueue<Thread> guests = new LinkedBlockingQueue<>();
    private final AtomicInteger begunThreads = new AtomicInteger();
    private @Nullable Thread guest;
    private int endedThreads;
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
        this(random, Duration.ofMillis(1));
    }

    /**
     * Makes a world in which what handshakes take for {@code tick} is a millisecond. If that is much longer than a run takes,
     * the real clock, which some of them look at, makes no difference.
     */
    World(RandomGenerator random, Duration tick) {
        super(0);
        this.random = random;
        this.tickNanos = tick.toNanos();
    }

    /** Returns what handshakes take for so many milliseconds of this world. */
    Duration time(long millis) {
        return Duration.ofNanos(millis * tickNanos);
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
        letGuestsIn();
        invariants.run();
        return true;
    }

    /** Lets the threads that the event has begun do what they have to do, one after the other, up to their end. */
    private void letGuestsIn() {
        while (endedThreads < begunThreads.get()) {
            try {
                Thread next = guests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError("a thread was begun, and does not come:\n" + history());
                }
                synchronized (this) {
                    guest = next;
                    notifyAll();
                }
                next.join();
                endedThreads++;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * Called first wherever a thread of a handshake's own may come from: waits until the event that has begun it is over, since
     * what happens at the same time would happen otherwise each time.
     */
    void enter() {
        Thread current = Thread.currentThread();
        if (current == own || begunThreads.get() == 0) {
            return;
        }
        synchronized (this) {
            if (guest == current) {
                return;
            }
            guests.add(current);
            while (guest != current) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private synchronized @Nullable Event take() {
        dropCancelled();
        Event next = events.poll();
        nowMillis = next == null ? nowMillis : next.dueMillis;
        return next;
    }

    private void dropCancelled() {
        while (!events.isEmpty() && events.peek().task instanceof Due due && due.isDone()) {
            events.remove();
        }
    }

    private synchronized boolean isDueBy(long millis) {
        dropCancelled();
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

    /** Tells whether this is in the midst of a call, so that what another thread has ended need not be over yet. */
    boolean isWithin() {
        return within > 0;
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
        enter();
        onSchedule.run();
        Due due = new Due(task);
        timers.incrementAndGet();
        // Whole ticks, since a part of the delay may come from the real clock.
        in(Math.max(0, unit.toNanos(delay) + tickNanos - 1) / tickNanos, due);
        if (isBeforeAThread()) {
            begunThreads.incrementAndGet();
        }
        return due;
    }

    /** The way from a URI watches its deadline just before it begins a thread, to look up a name or to ask its user. */
    private static boolean isBeforeAThread() {
        return StackWalker.getInstance()
                .walk(frames -> frames.limit(MOST_FRAMES)
                        .anyMatch(frame -> frame.getClassName().equals("dev.handshake.Connector")
                                && frame.getMethodName().equals("watch")));
    }

    @Override
    public void execute(Runnable task) {
        enter();
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
