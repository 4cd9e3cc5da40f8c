package dev.handshake.conformance;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/** Waits for a while, for the sake of a peer. */
final class Pause {

    /** Long enough that what comes before and behind is most likely read apart. */
    private static final long BETWEEN_PIECES_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private Pause() {}

    static void betweenPieces() throws InterruptedIOException {
        nanos(BETWEEN_PIECES_NANOS);
    }

    static void nanos(long nanos) throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
