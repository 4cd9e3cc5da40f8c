package dev.handshake.messages;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link WebSocket}. Immutable; each {@code with…} makes a changed copy.
 *
 * @param limits how much a peer may make us hold
 * @param closeTimeout the longest that closing waits for the peer's part in it; more than zero. A message that is being
 *     handled when the peer closes, and the end of the stream behind both close frames, may add two seconds each.
 * @param idleTimeout the longest that the peer may be silent while we wait for it, or take nothing of what we send; zero for
 *     no limit
 * @param keepAlive whether a silent peer is sent a ping after half of that time, so that only one that has gone is cut off
 * @param scheduler what keeps the time, and runs what is due; null: the JDK's own timer and threads of ours
 * @param executor where a transport that blocks is waited for in the async style; null: a thread for each connection and
 *     direction while it is needed, virtual where the JDK has them
 */
public record WebSocketOptions(
        MessageLimits limits,
        Duration closeTimeout,
        Duration idleTimeout,
        boolean keepAlive,
        @Nullable ScheduledExecutorService scheduler,
        @Nullable Executor executor) {

    private static final WebSocketOptions DEFAULTS = new WebSocketOptions(
            MessageLimits.defaults(), Duration.ofSeconds(30), Duration.ofSeconds(300), true, null, null);

    /**
     * Checks the settings.
     *
     * @param limits any
     * @param closeTimeout more than zero
     * @param idleTimeout zero or more
     * @param keepAlive either
     * @param scheduler null for none
     * @param executor null for none
     * @throws IllegalArgumentException if a time is out of its range
     */
    public WebSocketOptions {
        if (closeTimeout.isNegative() || closeTimeout.isZero()) {
            throw new IllegalArgumentException("closeTimeout must be more than zero, not " + closeTimeout);
        }
        if (idleTimeout.isNegative()) {
            throw new IllegalArgumentException("idleTimeout must not be negative, but is " + idleTimeout);
        }
    }

    /**
     * Returns the settings that are used where none are given.
     *
     * @return the default limits, 30 s to close, 300 s idle, keep-alive pings
     */
    public static WebSocketOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns a copy with other limits.
     *
     * @param limits how much a peer may make us hold
     * @return the copy
     */
    public WebSocketOptions withLimits(MessageLimits limits) {
        return new WebSocketOptions(limits, closeTimeout, idleTimeout, keepAlive, scheduler, executor);
    }

    /**
     * Returns a copy with another time for closing.
     *
     * @param closeTimeout more than zero
     * @return the copy
     * @throws IllegalArgumentException if it is out of its range
     */
    public WebSocketOptions withCloseTimeout(Duration closeTimeout) {
        return new WebSocketOptions(limits, closeTimeout, idleTimeout, keepAlive, scheduler, executor);
    }

    /**
     * Returns a copy with another idle time.
     *
     * @param idleTimeout zero for no limit
     * @param keepAlive whether to send pings
     * @return the copy
     * @throws IllegalArgumentException if it is negative
     */
    public WebSocketOptions withIdleTimeout(Duration idleTimeout, boolean keepAlive) {
        return new WebSocketOptions(limits, closeTimeout, idleTimeout, keepAlive, scheduler, executor);
    }

    /**
     * Returns a copy whose time is kept by the given scheduler.
     *
     * @param scheduler runs what is due; it must not take its time, and should outlive the connections: where it takes no
     *     more tasks, the JDK's own timer is used
     * @return the copy
     */
    public WebSocketOptions withScheduler(ScheduledExecutorService scheduler) {
        return new WebSocketOptions(limits, closeTimeout, idleTimeout, keepAlive, scheduler, executor);
    }

    /**
     * Returns a copy that waits for transports that block on the given executor.
     *
     * @param executor it needs two threads for each such connection
     * @return the copy
     */
    public WebSocketOptions withExecutor(Executor executor) {
        return new WebSocketOptions(limits, closeTimeout, idleTimeout, keepAlive, scheduler, executor);
    }
}
