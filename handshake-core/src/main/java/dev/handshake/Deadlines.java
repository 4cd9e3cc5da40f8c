package dev.handshake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deadlines of all handshakes for which the user gave no scheduler: each is but a number. A look at all that go on, now
 * and then, notes those that are due soon, and names the time of the next look: that of the earliest deadline beyond. So
 * hardly any handshake costs the timer a task, one that is over needs none to be taken back, and however many go on, those
 * that are due end in the order and at the time of their deadlines.
 */
final class Deadlines {

    private static final Logger LOG = LoggerFactory.getLogger("dev.handshake");

    /** Far from now, and yet no difference of two times overflows. */
    private static final long NEVER_NANOS = Long.MAX_VALUE / 2;

    /** So far ahead a look notes who is due. The next one is not sooner than that by itself. */
    private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** However many there are to look at, more than a few percent of the time is not spent on it. */
    private static final int PAUSES_A_LOOK = 20;

    /** Nor does a look that is asked for wait longer than this. */
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Between two times of ending those that are due, since many deadlines may be close together. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Iterable<? extends InProgress> all;
    private final Supplier<? extends ScheduledExecutorService> timer;
    private final LongSupplier clock;

    /** The time of the next look. Whoever is due then or later is found by it, and need not ask for one. */
    private volatile long nextLook;

    private volatile long notBefore;
    private @Nullable Future<?> look;

    // On the one thread of the timer only.
    private final Queue<Due> soon = new ArrayDeque<>();
    private long aheadNanos = AHEAD_NANOS;
    private @Nullable Future<?> ending;

    /** A deadline as it was when it was looked at. It may have been brought forward since, and then was asked for. */
    private record Due(InProgress handshake, long nanos) {}

    Deadlines(
            Iterable<? extends InProgress> all,
            Supplier<? extends ScheduledExecutorService> timer,
            LongSupplier clock) {
        this.all = all;
        this.timer = timer;
        this.clock = clock;
        this.notBefore = clock.getAsLong();
        this.nextLook = notBefore + NEVER_NANOS;
    }

    /** Keeps a deadline. Whose it is must be among all by now. */
    void keep(long dueNanos) {
        if (dueNanos - nextLook < 0) {
            long first = notBefore;
            lookAt(dueNanos - first < 0 ? first : dueNanos);
        }
    }

    private synchronized void lookAt(long nanos) {
        if (nanos - nextLook >= 0) {
            return;
        }
        Future<?> superseded = look;
        // If no thread is to be had, this throws, and whoever comes next does not rely on this look.
        look = timer.get().schedule(() -> look(nanos), left(nanos), TimeUnit.NANOSECONDS);
        nextLook = nanos;
        cancel(superseded);
    }

    private void look(long nanos) {
        long now = clock.getAsLong();
        synchronized (this) {
            if (nextLook != nanos) {
                // An earlier one was asked for, which has asked for what is to follow.
                return;
            }
            // From here on whoever begins asks for a look; who has begun before is found by this one.
            nextLook = now + NEVER_NANOS;
        }
        List<Due> found = new ArrayList<>();
        long beyond = find(now, found);
        found.sort(Comparator.comparingLong(due -> due.nanos - now));
        soon.clear();
        soon.addAll(found);
        long pause = PAUSES_A_LOOK * (clock.getAsLong() - now);
        aheadNanos = Math.max(AHEAD_NANOS, pause);
        notBefore = now + Math.min(MOST_NANOS, pause);
        try {
            if (beyond != NEVER_NANOS) {
                lookAt(now + beyond);
            }
        } finally {
            endThoseDue();
        }
    }

    /** Finds who is due soon. Returns how far away the earliest deadline of the others is. */
    private long find(long now, List<Due> found) {
        long beyond = NEVER_NANOS;
        for (InProgress each : all) {
            if (each.settings.scheduler() == null) {
                long due = each.dueNanos;
                if (due - now < aheadNanos) {
                    found.add(new Due(each, due));
                } else {
                    beyond = Math.min(beyond, due - now);
                }
            }
        }
        return beyond;
    }

    private void endThoseDue() {
        cancel(ending);
        Due next = soon.peek();
        while (next != null && next.nanos - clock.getAsLong() <= 0) {
            soon.remove();
            timeUp(next.handshake);
            next = soon.peek();
        }
        if (next != null) {
            long pause = Math.max(PAUSE_NANOS, left(next.nanos));
            ending = timer.get().schedule(this::endThoseDue, pause, TimeUnit.NANOSECONDS);
        }
    }

    /** Whatever a transport does when it is closed, the other deadlines hold. */
    private static void timeUp(InProgress handshake) {
        try {
            handshake.timeUp();
        } catch (RuntimeException | Error e) {
            LOG.warn("Ending a handshake that ran out of time failed", e);
        }
    }

    private long left(long nanos) {
        return Math.max(0, nanos - clock.getAsLong());
    }

    static void cancel(@Nullable Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }
}
