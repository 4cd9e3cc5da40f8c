package dev.handshake.nio;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * The listeners of a loop that look away for a while. Used on the loop's thread only. All pauses are equally long, so the
 * first one in is the first one due.
 */
final class Pauses {

    private final ArrayDeque<NioListener> pausing = new ArrayDeque<>();

    void add(NioListener listener) {
        pausing.add(listener);
    }

    boolean isEmpty() {
        return pausing.isEmpty();
    }

    /** Returns how long the first one still lasts, in milliseconds rounded up. There is one. */
    long leftMillis() {
        long nanos = Math.max(0, pausing.element().pauseLeftNanos());
        return TimeUnit.NANOSECONDS.toMillis(nanos + 999_999);
    }

    /** Has those resume whose pause is over. */
    void endDue() {
        for (NioListener next = pausing.peek(); next != null && next.pauseLeftNanos() <= 0; next = pausing.peek()) {
            pausing.remove();
            next.resume();
        }
    }
}
