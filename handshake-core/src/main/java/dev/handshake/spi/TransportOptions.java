package dev.handshake.spi;

import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Settings that mean the same for each kind of transport. Immutable; each {@code with…} makes a changed copy.
 *
 * @param threads how many loop threads a group runs, at least 1; a transport with a thread for each connection ignores it
 * @param backlog how many connections the system may hold for a listener that have not been accepted, at least 1
 * @param noDelay whether small writes go out at once ({@code TCP_NODELAY})
 * @param threadFactory makes the threads that a group needs; null: daemon threads with telling names
 */
public record TransportOptions(
        int threads, int backlog, boolean noDelay, @Nullable ThreadFactory threadFactory) {

    private static final TransportOptions DEFAULTS = new TransportOptions(1, 1024, true, null);

    /**
     * Checks the settings.
     *
     * @param threads at least 1
     * @param backlog at least 1
     * @param noDelay either
     * @param threadFactory null for the group's own
     * @throws IllegalArgumentException if {@code threads} or {@code backlog} is less than 1
     */
    public TransportOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog must be at least 1, not " + backlog);
        }
    }

    /**
     * Returns the settings that are used where none are given.
     *
     * @return one thread, a backlog of 1024, no delay for small writes, daemon threads
     */
    public static TransportOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns a copy with another number of loop threads.
     *
     * @param threads how many, at least 1
     * @return the copy
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public TransportOptions withThreads(int threads) {
        return new TransportOptions(threads, backlog, noDelay, threadFactory);
    }

    /**
     * Returns a copy with another backlog.
     *
     * @param backlog how many connections the system may hold for a listener, at least 1
     * @return the copy
     * @throws IllegalArgumentException if {@code backlog} is less than 1
     */
    public TransportOptions withBacklog(int backlog) {
        return new TransportOptions(threads, backlog, noDelay, threadFactory);
    }

    /**
     * Returns a copy that lets small writes go out at once, or not.
     *
     * @param noDelay true to set {@code TCP_NODELAY}
     * @return the copy
     */
    public TransportOptions withNoDelay(boolean noDelay) {
        return new TransportOptions(threads, backlog, noDelay, threadFactory);
    }

    /**
     * Returns a copy whose groups get their threads from the given factory.
     *
     * @param threadFactory makes the threads
     * @return the copy
     */
    public TransportOptions withThreadFactory(ThreadFactory threadFactory) {
        return new TransportOptions(threads, backlog, noDelay, threadFactory);
    }
}
