package dev.handshake.nio;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

/** One attempt to connect. However its future ends, a channel that did not become the future's result is closed. */
final class NioConnect extends Registered {

    private final CompletableFuture<ByteTransport> future = new CompletableFuture<>();
    private final SocketChannel channel;
    private final SocketAddress remote;
    private final boolean noDelay;

    /**
     * Prepares the attempt; {@link #begin()} makes it.
     *
     * @param channel not connected, non-blocking; belongs to the attempt from now on
     */
    NioConnect(SocketChannel channel, SocketAddress remote, NioLoop loop, boolean noDelay) {
        super(loop);
        this.channel = channel;
        this.remote = remote;
        this.noDelay = noDelay;
        future.whenComplete((transport, failure) -> {
            if (failure != null) {
                closeChannel(channel);
            }
        });
    }

    /** The outcome, completed on the loop's thread, by errors too; whoever fails or cancels it ends the attempt. */
    CompletableFuture<ByteTransport> future() {
        return future;
    }

    /** Begins to connect, which may finish at once. On the loop's thread. */
    void begin() {
        try {
            if (channel.connect(remote)) {
                succeed();
            } else {
                channel.register(loop.selector(), SelectionKey.OP_CONNECT, this);
            }
        } catch (Throwable e) {
            future.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        future.completeExceptionally(new ClosedChannelException());
    }

    @Override
    public String toString() {
        return "NioConnect[" + remote + "]";
    }

    @Override
    void ready(int ops) {
        try {
            if (channel.finishConnect()) {
                succeed();
            }
        } catch (Throwable e) {
            future.completeExceptionally(e);
        }
    }

    private void succeed() throws IOException {
        NioTransport transport = NioTransport.connected(channel, loop, noDelay);
        if (!future.complete(transport)) {
            transport.close();
        }
    }
}
