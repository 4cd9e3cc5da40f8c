package dev.handshake;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** How handshakes are run over transports: what both handshakers have in common. */
record RunSettings(
        Duration timeout,
        Limits limits,
        @Nullable ScheduledExecutorService scheduler,
        @Nullable Executor executor,
        @Nullable HandshakeListener listener,
        @Nullable AsyncDecider decider) {

    /** Returns a time in nanoseconds, or the longest one there is. */
    static long nanos(Duration time) {
        return time.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? time.toNanos() : Long.MAX_VALUE;
    }

    /** Returns where to go on when the shared timer has found that the time is up. */
    Executor afterDeadline(boolean closingMayWait) {
        if (executor != null) {
            return executor;
        }
        return closingMayWait ? Background::start : Background.aftermath();
    }

    ScheduledExecutorService timer() {
        return scheduler != null ? scheduler : Background.timer();
    }
}
