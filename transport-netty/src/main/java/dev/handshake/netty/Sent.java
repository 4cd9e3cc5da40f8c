package dev.handshake.netty;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What was given to Netty and has not left it yet. Used by the writing thread and by Netty's. */
final class Sent implements ChannelFutureListener {

    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicReference<@Nullable Runnable> retry = new AtomicReference<>();
    private volatile @Nullable Throwable failure;

    /** Counts a write until it is done. Most are when they come here, and cost nothing. */
    void track(ChannelFuture write) throws IOException {
        if (write.isSuccess()) {
            return;
        }
        pending.incrementAndGet();
        write.addListener(this);
        throwFailure();
    }

    @Override
    public void operationComplete(ChannelFuture write) {
        if (!write.isSuccess()) {
            note(write.cause());
        }
        if (pending.decrementAndGet() == 0 || failure != null) {
            runRetry();
        }
    }

    boolean isEmpty() {
        return pending.get() == 0;
    }

    boolean hasFailed() {
        return failure != null;
    }

    void throwFailure() throws IOException {
        Throwable cause = failure;
        if (cause != null) {
            throw Failures.asIoException(cause);
        }
    }

    void fail(Throwable cause) {
        note(cause);
        runRetry();
    }

    /** Keeps a retry. The caller then looks again whether it is due already. */
    void keep(Runnable retry) {
        this.retry.set(retry);
    }

    void runRetry() {
        if (retry.get() != null) {
            NettyTransport.run(retry.getAndSet(null));
        }
    }

    /** The first failure says the most: what follows is mostly that the channel is closed. */
    private synchronized void note(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }
}
