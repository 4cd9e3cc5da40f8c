package dev.handshake.netty;

/**
 * Whose turn it is to write. What is written outside of the event loop waits in the loop's queue, and a write on the loop
 * would go by it. Writes are counted by one thread at a time (T12); what has arrived is noted on the loop.
 */
final class Turns {

    private volatile int queued;
    private volatile int arrived;

    /** Counts a write outside of the loop, before it is queued. */
    void queue() {
        queued = queued + 1;
    }

    /** Returns which write was queued last. */
    int queued() {
        return queued;
    }

    /** Notes that a write, and so all before it, has had its turn. */
    void arrived(int write) {
        arrived = write;
    }

    /** Tells whether a write was queued of which it is not known that it has arrived. */
    boolean isWaiting() {
        return arrived != queued;
    }
}
