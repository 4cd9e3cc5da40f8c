package dev.handshake.netty;

import dev.handshake.spi.ByteTransport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.io.Closeable;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * A connect under way: what its caller has of it, what its group closes, and who hears from Netty how it
 * went. However it fails, the channel is closed.
 */
final class Connecting extends CompletableFuture<ByteTransport> implements Closeable, ChannelFutureListener {

    private final Channel channel;
    private final Adoption adoption;

    Connecting(Channel channel, Adoption adoption) {
        this.channel = channel;
        this.adoption = adoption;
    }

    @Override
    public void operationComplete(ChannelFuture done) {
        if (!done.isSuccess()) {
            Throwable cause = done.cause();
            completeExceptionally(cause instanceof RejectedExecutionException ? new ClosedChannelException() : cause);
        } else {
            connected();
        }
    }

    private void connected() {
        try {
            NettyTransport transport = adoption.transport(channel);
            if (!complete(transport)) {
                transport.close();
            }
        } catch (Throwable e) {
            completeExceptionally(e);
        }
    }

    @Override
    public boolean completeExceptionally(Throwable cause) {
        return failed(super.completeExceptionally(cause));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return failed(super.cancel(mayInterruptIfRunning));
    }

    @Override
    public void close() {
        completeExceptionally(new ClosedChannelException());
    }

    private boolean failed(boolean now) {
        if (now) {
            channel.close();
        }
        return now;
    }
}
