package dev.handshake.tls;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets one call at a time through, and the same thread not twice. Over a transport that blocks the others wait. Over one
 * that does not they are turned away, since the call inside may be running foreign code (a retry of the peer, by way of
 * the transport below); then the one inside is told as it leaves, and runs their retries.
 */
final class Gate {

    private final Semaphore place = new Semaphore(1);
    private final AtomicBoolean turnedAway = new AtomicBoolean();
    private final boolean waits;

    Gate(boolean waits) {
        this.waits = waits;
    }

    /** Enters; false if somebody is inside, whose {@link #leave} will then say so. The caller's retry is kept before. */
    boolean enter() {
        if (waits) {
            place.acquireUninterruptibly();
            return true;
        }
        return enterNow();
    }

    /** Enters, and never waits. */
    boolean enterNow() {
        if (place.tryAcquire()) {
            return true;
        }
        turnedAway.set(true);
        // Who was inside may have left before it could see that.
        return place.tryAcquire();
    }

    /** Leaves, and tells whether somebody was turned away meanwhile. */
    boolean leave() {
        place.release();
        return turnedAway.getAndSet(false);
    }
}
