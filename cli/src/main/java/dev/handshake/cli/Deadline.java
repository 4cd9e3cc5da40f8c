package dev.handshake.cli;

import java.time.Duration;

/** A time by which all of something must be done. */
record Deadline(long beganNanos, Duration timeout) {

    static Deadline in(Duration timeout) {
        return new Deadline(System.nanoTime(), timeout);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    /** Returns what is left; negative once it has passed. */
    long remainingNanos() {
        return timeout.minus(elapsed()).toNanos();
    }
}
