package dev.handshake.tls;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether a transport can still be used: until it is closed, or TLS has failed, where the first failure counts. Thread-safe. */
final class Usable {

    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<@Nullable TlsException> failure = new AtomicReference<>();

    /** Throws what every call does once it can no longer be used. */
    void check() throws IOException {
        if (closed.get()) {
            throw new ClosedChannelException();
        }
        if (hasFailed()) {
            throw failure();
        }
    }

    /** Notes that it was closed; false if it was before. */
    boolean close() {
        return closed.compareAndSet(false, true);
    }

    boolean isClosed() {
        return closed.get();
    }

    /** Notes a failure; false if there was one before, which remains {@link #failure()}. */
    boolean fail(TlsException e) {
        return failure.compareAndSet(null, e);
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    TlsException failure() {
        return Objects.requireNonNull(failure.get());
    }
}
