package dev.handshake.tls;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The place for the retry of one direction: a later one replaces it, and it is run once (rule T5). Thread-safe. */
final class Kept implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Kept.class);

    private final AtomicReference<@Nullable Runnable> place = new AtomicReference<>();

    void keep(Runnable retry) {
        place.set(retry);
    }

    /** Lets go of a retry, if it is still this one. */
    void forget(Runnable retry) {
        place.compareAndSet(retry, null);
    }

    /** Runs what is kept, if anything is. */
    @Override
    public void run() {
        Runnable retry = place.getAndSet(null);
        if (retry == null) {
            return;
        }
        try {
            retry.run();
        } catch (RuntimeException e) {
            // Whose call this is has nothing to do with it, and may have moved bytes that it must tell of.
            log.warn("a retry failed", e);
        }
    }
}
