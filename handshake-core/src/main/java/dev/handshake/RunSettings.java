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
        @Nullable AsyncDecider decider,
        boolean explain) {

    /** So far from now that no difference of two times overflows. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    /** Returns a time in nanoseconds, or the longest one there is. */
    static long nanos(Duration time) {
        return time.compareTo(LONGEST) < 0 ? time.toNanos() : LONGEST.toNanos();
    }

    long timeoutNanos() {
        return nanos(timeout);
    }

    /**
     * Goes on when a timer has run out: on its thread if it is the user's own, else elsewhere, since every handshake of the
     * process needs the shared one.
     */
    void offTimer(boolean mayWait, Runnable task) {
        if (scheduler != null) {
            task.run();
            return;
        }
        Executor elsewhere = executor != null ? executor : mayWait ? Background::start : Background.aftermath();
        try {
            elsewhere.execute(task);
        } catch (RuntimeException | Error e) {
            task.run();
        }
    }

    ScheduledExecutorService timer() {
        return scheduler != null ? scheduler : Background.timer();
    }
}
