package dev.handshake.tck;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A retry that counts its runs and can be waited for. Thread-safe. */
final class Retry implements Runnable {

    private final AtomicInteger count = new AtomicInteger();
    private final Semaphore unseen = new Semaphore(0);
    private final Runnable action;

    Retry(Runnable action) {
        this.action = action;
    }

    @Override
    public void run() {
        count.incrementAndGet();
        try {
            action.run();
        } finally {
            unseen.release();
        }
    }

    /** Returns how often it was run. */
    int count() {
        return count.get();
    }

    /** Waits for a run that was not yet waited for; false if none comes in time. All runs so far are then seen. */
    boolean await(Duration patience) throws InterruptedException {
        boolean seen = unseen.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        unseen.drainPermits();
        return seen;
    }
}
