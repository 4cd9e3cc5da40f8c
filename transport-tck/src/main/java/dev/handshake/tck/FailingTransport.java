package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A transport that fails at its n-th operation. Run a scenario with n = 0, 1, … until it ends with {@link #fired()} still
 * false, and it was broken in every place once.
 *
 * <p>An operation is a call of {@code read}, {@code write}, {@code flush} or {@code shutdownOutput}, whatever it answers.
 * When it fires, the wrapped transport is closed, as a reset would do it: kept retries are run, blocked calls fail, and
 * the peer sees the end. From then on each operation throws a new failure, until {@link #close()} is called and it
 * is a {@link java.nio.channels.ClosedChannelException}.
 *
 * <p>As thread-safe as the wrapped transport. Has that one's addresses.
 */
public final class FailingTransport extends ForwardingTransport {

    private final int failAt;
    private final Supplier<? extends Throwable> failure;
    private final AtomicInteger operations = new AtomicInteger();
    private volatile boolean fired;
    private volatile boolean closed;

    /**
     * Wraps a transport so that an operation fails with an {@link IOException}.
     *
     * @param transport what moves the bytes; this one owns it from now on
     * @param failAt how many operations succeed before one fails, at least 0
     * @throws IllegalArgumentException if {@code failAt} is negative
     */
    public FailingTransport(ByteTransport transport, int failAt) {
        this(transport, failAt, () -> new IOException("failed at operation " + failAt + ", as told"));
    }

    /**
     * Wraps a transport.
     *
     * @param transport what moves the bytes; this one owns it from now on
     * @param failAt how many operations succeed before one fails, at least 0
     * @param failure makes what is thrown: an {@link IOException}, a {@link RuntimeException} or an {@link Error}
     * @throws IllegalArgumentException if {@code failAt} is negative
     */
    public FailingTransport(ByteTransport transport, int failAt, Supplier<? extends Throwable> failure) {
        super(transport);
        if (failAt < 0) {
            throw new IllegalArgumentException("failAt must be at least 0, not " + failAt);
        }
        this.failAt = failAt;
        this.failure = failure;
    }

    /**
     * Tells whether an operation has failed.
     *
     * @return false if there were too few operations until now
     */
    public boolean fired() {
        return fired;
    }

    /**
     * Tells whether this transport was closed by whoever uses it.
     *
     * @return true once {@link #close()} was called
     */
    public boolean closed() {
        return closed;
    }

    /**
     * Counts the operations.
     *
     * @return how many there were, with those that failed
     */
    public int operations() {
        return operations.get();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the supplier made a checked exception other than an {@link IOException}
     */
    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        count();
        return super.read(dst, retry);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the supplier made a checked exception other than an {@link IOException}
     */
    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        count();
        return super.write(src, retry);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the supplier made a checked exception other than an {@link IOException}
     */
    @Override
    public boolean flush(Runnable retry) throws IOException {
        count();
        return super.flush(retry);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the supplier made a checked exception other than an {@link IOException}
     */
    @Override
    public void shutdownOutput() throws IOException {
        count();
        super.shutdownOutput();
    }

    @Override
    public void close() {
        closed = true;
        super.close();
    }

    private void count() throws IOException {
        if (operations.getAndIncrement() == failAt) {
            fired = true;
            super.close();
        }
        if (fired && !closed) {
            fail(failure.get());
        }
    }

    private static void fail(Throwable failure) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        throw new IllegalStateException("a transport can't throw " + failure.getClass(), failure);
    }
}
