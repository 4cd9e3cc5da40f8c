package dev.handshake;

import dev.handshake.spi.ByteTransport;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A handshake while it goes on: the only one over its transport, since two would steal each other's octets, and until its
 * deadline.
 *
 * <p>Where the user gave no scheduler, {@link Deadlines} keeps the deadline without a task of its own.
 */
abstract class InProgress {

    private static final Set<InProgress> ALL = ConcurrentHashMap.newKeySet();

    private static final Deadlines DEADLINES = new Deadlines(ALL, Background::timer, System::nanoTime);

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
            DEADLINES.keep(dueNanos);
            return;
        }
        Future<?> before = scheduled;
        scheduled = settings.scheduler().schedule(this::timeUp, Math.max(0, budgetNanos), TimeUnit.NANOSECONDS);
        Deadlines.cancel(before);
    }

    /** Lets go of the transport, and of the deadline. */
    final void over() {
        unwatch();
        ALL.remove(this);
    }

    /** Lets go of the deadline. */
    final void unwatch() {
        Deadlines.cancel(scheduled);
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
