package dev.handshake;

import dev.handshake.spi.ByteTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A handshake while it goes on: the only one over its transport, since two would steal each other's octets, and until its
 * deadline.
 *
 * <p>Where the user gave no scheduler, a deadline is but a number. A look at all that go on finds those that are due, and
 * names the time of the next look: that of the earliest deadline there was. So hardly any handshake costs the timer a
 * task, and one that is over needs none to be taken back.
 */
abstract class InProgress {

    private static final Logger LOG = LoggerFactory.getLogger("dev.handshake");

    private static final Set<InProgress> ALL = ConcurrentHashMap.newKeySet();

    /** Far from now, and yet no difference of two times overflows. */
    private static final long NEVER_NANOS = Long.MAX_VALUE / 2;

    private static final AtomicLong NEXT_LOOK = new AtomicLong(System.nanoTime() + NEVER_NANOS);

    /** Between two looks, since many deadlines may be close together; more than a few percent of the time is not spent. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int PAUSES_A_LOOK = 20;

    /** However many there are: no deadline comes later than this, but for the time that ending others takes. */
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    final ByteTransport transport;
    final RunSettings settings;

    /** The deadline, in the time of {@link System#nanoTime()}. */
    volatile long dueNanos;

    private volatile @Nullable Future<?> scheduled;

    InProgress(ByteTransport transport, RunSettings settings) {
        this.transport = transport;
        this.settings = settings;
    }

    /** The deadline has come. On the thread of the timer, unless the user gave a scheduler: so it is quick. */
    abstract void timeUp();

    /** Claims the transport, for so long at most. */
    final void claim(long budgetNanos) {
        dueNanos = System.nanoTime() + budgetNanos;
        if (!ALL.add(this)) {
            throw new IllegalStateException("a handshake is going on over this transport already: " + transport);
        }
    }

    /** Has {@link #timeUp} called at the deadline, which is so far away; what watches over a later one is replaced. */
    final void watch(long budgetNanos) {
        if (settings.scheduler() == null) {
            lookAt(dueNanos);
            return;
        }
        Future<?> before = scheduled;
        scheduled = settings.scheduler().schedule(this::timeUp, Math.max(0, budgetNanos), TimeUnit.NANOSECONDS);
        cancel(before);
    }

    /** Lets go of the transport, and of the deadline. */
    final void over() {
        unwatch();
        ALL.remove(this);
    }

    /** Lets go of the deadline. */
    final void unwatch() {
        cancel(scheduled);
    }

    private static void cancel(@Nullable Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    private static void lookAt(long nanos) {
        long next = NEXT_LOOK.get();
        while (nanos - next < 0) {
            if (!NEXT_LOOK.compareAndSet(next, nanos)) {
                next = NEXT_LOOK.get();
                continue;
            }
            long left = Math.max(0, nanos - System.nanoTime());
            try {
                Background.timer().schedule(() -> look(nanos), left, TimeUnit.NANOSECONDS);
            } catch (RuntimeException | Error e) {
                // No thread is to be had. Whoever comes next must not rely on this look.
                NEXT_LOOK.compareAndSet(nanos, System.nanoTime() + NEVER_NANOS);
                throw e;
            }
            return;
        }
    }

    private static void look(long nanos) {
        long now = System.nanoTime();
        // From here on whoever begins asks for a look; who has begun before is found by this one.
        if (!NEXT_LOOK.compareAndSet(nanos, now + NEVER_NANOS)) {
            // An earlier one was asked for, which has asked for what is to follow.
            return;
        }
        long earliest = NEVER_NANOS;
        List<InProgress> due = new ArrayList<>();
        for (InProgress each : ALL) {
            if (each.settings.scheduler() == null) {
                long left = each.dueNanos - now;
                earliest = left > 0 ? Math.min(earliest, left) : earliest;
                if (left <= 0) {
                    due.add(each);
                }
            }
        }
        // Only the look itself counts: what it takes to end some must not put off the deadlines of others.
        long pause = Math.min(MOST_NANOS, Math.max(PAUSE_NANOS, PAUSES_A_LOOK * (System.nanoTime() - now)));
        due.forEach(InProgress::timeUpQuietly);
        if (earliest != NEVER_NANOS) {
            long done = System.nanoTime();
            lookAt(Math.max(now + earliest - done, pause) + done);
        }
    }

    /** Whatever a transport does when it is closed, the other deadlines hold. */
    private void timeUpQuietly() {
        try {
            timeUp();
        } catch (RuntimeException | Error e) {
            LOG.warn("Ending a handshake that ran out of time failed", e);
        }
    }

    /** By the transport's identity, whatever that thinks of being equal. */
    @Override
    public final boolean equals(Object other) {
        return other instanceof InProgress handshake && handshake.transport == transport;
    }

    @Override
    public final int hashCode() {
        return System.identityHashCode(transport);
    }
}
