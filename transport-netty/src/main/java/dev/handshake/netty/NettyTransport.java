package dev.handshake.netty;

import dev.handshake.ConnectionInfo;
import dev.handshake.spi.ByteTransport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transport over a connected Netty {@link Channel} of any kind, with whatever handlers are in its pipeline, TLS for one.
 *
 * <p>It sits at the end of the pipeline. Received buffers wait there in order, and {@code read} copies straight out of them;
 * the channel is asked for more only when none is left and a {@code retry} is kept, so a reader that pauses makes the peer
 * pause. What {@code write} takes is copied into a buffer of the channel's allocator and written and flushed at once, at
 * most 64 KiB for each call, as long as the channel {@linkplain Channel#isWritable() is writable}; {@code flush} is true
 * once Netty has passed it all on. Over TLS, only the peer's {@code close_notify} makes the end of the stream one; without
 * it, {@code read} fails.
 *
 * <p>All calls may be made on any thread; on the channel's event loop they hop nowhere, but for a write there that follows
 * upon one of another thread: it answers 0 until that one has had its turn. Retries run on the event loop, or,
 * if the transport is closed, on the thread that closes it. What {@code read} throws on the event loop mostly has no stack
 * trace.
 *
 * <p>With epoll of Netty 4.2.13 to 4.2.20 at least, a write fails, instead of waiting, if it finds the system's buffer full
 * after the peer has ended its half: Netty takes such a channel out of the set and forgets that it did.
 */
public final class NettyTransport implements ByteTransport, ConnectionInfo {

    private static final Logger LOG = LoggerFactory.getLogger(NettyTransport.class);

    private static final int MOST_BYTES_A_WRITE = 1 << 16;

    private final Channel channel;
    private final ConnectionInfo connection;
    private final Received received = new Received();
    private final Sent sent = new Sent();
    private final Turns turns = new Turns();

    /** Else the channel closes as a whole when the peer ends its half. */
    private final boolean halfClose;

    /** The peer's, over TLS; null if there is no TLS. */
    private final @Nullable Future<Channel> farewell;

    private volatile boolean outputEnded;
    private volatile boolean closed;

    private NettyTransport(Channel channel) {
        this.channel = channel;
        this.connection = ChannelConnection.of(channel);
        this.farewell = Tls.farewell(channel);
        this.halfClose = channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    /**
     * Makes a transport over a channel that the caller has connected or accepted.
     *
     * <p>It takes over reading: automatic reading is turned off, half-closure allowed where the channel knows it, and a
     * handler put at the end of the pipeline. Bytes that the pipeline delivered before that are not seen here. So call
     * this on the event loop before any could come, in {@code channelActive} for example; turning automatic reading off
     * is not enough, since native channels read all the same when the peer ends its half. The handlers in front must
     * deliver {@link ByteBuf}s.
     *
     * @param channel the channel, which belongs to the transport from now on and is closed with it. If this method throws,
     *     it remains the caller's.
     * @return the transport; the caller closes it
     * @throws ClosedChannelException if the channel is closed
     * @throws NotYetConnectedException if the channel is not connected
     * @throws IllegalStateException if the channel is not registered with an event loop
     */
    public static NettyTransport of(Channel channel) throws ClosedChannelException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        if (!channel.isActive()) {
            throw new NotYetConnectedException();
        }
        if (!channel.isRegistered()) {
            throw new IllegalStateException("the channel is not registered with an event loop: " + channel);
        }
        channel.config().setAutoRead(false);
        NettyTransport transport = new NettyTransport(channel);
        channel.pipeline().addLast(transport.new Inbound());
        return transport;
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        Objects.requireNonNull(retry, "retry");
        if (dst.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        int count = received.read(dst, retry, channel.eventLoop().inEventLoop());
        if (count == 0 && dst.hasRemaining()) {
            try {
                askForMore();
            } catch (RejectedExecutionException loopEnded) {
                close();
            }
        }
        return count;
    }

    /**
     * Asks the channel for bytes, unless they, or the end, have come meanwhile: a native channel whose input has ended is no
     * longer told to the kernel, and asking it again would fail it.
     */
    private void askForMore() {
        if (!channel.eventLoop().inEventLoop()) {
            channel.eventLoop().execute(this::askForMore);
        } else if (received.isAwaited()) {
            channel.read();
        }
    }

    /** {@inheritDoc} */
    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        Objects.requireNonNull(src, "src");
        Objects.requireNonNull(retry, "retry");
        throwIfOutputEnded();
        if (!src.hasRemaining()) {
            return 0;
        }
        if (!channel.isWritable()) {
            if (!channel.isActive()) {
                throw new ClosedChannelException();
            }
            sent.keep(retry);
            runWriteRetryIf(channel.isWritable());
            return 0;
        }
        if (!channel.eventLoop().inEventLoop()) {
            turns.queue();
        } else if (isBehindOthers()) {
            sent.keep(retry);
            inTurn(sent::runRetry);
            return 0;
        }
        int count = Math.min(src.remaining(), MOST_BYTES_A_WRITE);
        ByteBuf copy = channel.alloc().ioBuffer(count);
        copy.writeBytes(src.slice(src.position(), count));
        sent.track(channel.writeAndFlush(copy));
        src.position(src.position() + count);
        return count;
    }

    @Override
    public boolean flush(Runnable retry) throws IOException {
        Objects.requireNonNull(retry, "retry");
        if (closed && (sent.hasFailed() || !sent.isEmpty())) {
            throw new ClosedChannelException();
        }
        if (!sent.isEmpty()) {
            sent.throwFailure();
            sent.keep(retry);
            runWriteRetryIf(sent.isEmpty());
            return false;
        }
        sent.throwFailure();
        return true;
    }

    /**
     * {@inheritDoc} Returns at once: the end goes out behind what was taken before. Over TLS, its farewell goes
     * first, and waits for the TLS handshake to be done.
     */
    @Override
    public void shutdownOutput() throws IOException {
        if (!(channel instanceof DuplexChannel)) {
            return;
        }
        if (closed) {
            throw new ClosedChannelException();
        }
        sent.throwFailure();
        if (!outputEnded) {
            outputEnded = true;
            // From elsewhere it is always behind others: a TLS handshake that gets done meanwhile would let it go by
            // them.
            if (!channel.eventLoop().inEventLoop() || isBehindOthers()) {
                inTurn(() -> Tls.endOutput(channel));
            } else {
                Tls.endOutput(channel);
            }
        }
    }

    /** {@inheritDoc} Those threads are the one of the channel's event loop. */
    @Override
    public boolean mayBlock() {
        return !channel.eventLoop().inEventLoop();
    }

    /** {@inheritDoc} Kept retries run before this returns, on the calling thread. */
    @Override
    public void close() {
        closed = true;
        Runnable reading = received.close();
        channel.close();
        run(reading);
        sent.runRetry();
    }

    @Override
    public Optional<SocketAddress> remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public Optional<SocketAddress> localAddress() {
        return connection.localAddress();
    }

    /** {@inheritDoc} Here, if there was an {@code SslHandler} in the pipeline when the transport was made. */
    @Override
    public boolean secure() {
        return connection.secure();
    }

    /** Describes the connection for a log. */
    @Override
    public String toString() {
        return "NettyTransport[" + connection + (closed || !channel.isOpen() ? ", closed]" : "]");
    }

    Channel channel() {
        return channel;
    }

    /** Runs what a user gave us, which must not be able to break what calls it. */
    static void run(@Nullable Runnable retry) {
        if (retry != null) {
            try {
                retry.run();
            } catch (Throwable t) {
                LOG.error("a retry failed: {}", retry, t);
            }
        }
    }

    private void throwIfOutputEnded() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        sent.throwFailure();
        if (outputEnded) {
            throw new IOException("the output was shut down");
        }
    }

    /** Tells on the event loop whether something that another thread wrote still waits in the loop's queue. */
    private boolean isBehindOthers() {
        return turns.isWaiting() && !sent.isEmpty();
    }

    /** Does something on the event loop behind all that other threads have written. */
    private void inTurn(Runnable task) {
        int last = turns.queued();
        try {
            channel.eventLoop().execute(() -> {
                turns.arrived(last);
                task.run();
            });
        } catch (RejectedExecutionException loopEnded) {
            close();
        }
    }

    /** Looks again after a retry was kept: what would have run it may have come just before. */
    private void runWriteRetryIf(boolean due) {
        if (due || closed || sent.hasFailed() || !channel.isActive()) {
            sent.runRetry();
        }
    }

    /** The end of the pipeline. Everything here is on the event loop. */
    private final class Inbound extends ChannelInboundHandlerAdapter {

        private boolean gone;

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            // What happened before we were here is not told again.
            if (!channel.isActive()) {
                inactive();
            } else if (channel instanceof DuplexChannel duplex && duplex.isInputShutdown()) {
                end();
            }
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            // A closed channel takes its pipeline apart when all has been told.
            if (!gone) {
                fail(new IOException("the transport was removed from the channel's pipeline"));
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ByteBuf buffer) {
                run(received.add(buffer));
            } else {
                ReferenceCountUtil.release(message);
                fail(new IOException("a handler of the pipeline delivered a "
                        + message.getClass().getName() + " instead of a ByteBuf"));
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (received.isAwaited()) {
                // A handler in front may have used up all there was.
                context.read();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ChannelInputShutdownEvent.INSTANCE) {
                end();
            }
            context.fireUserEventTriggered(event);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (channel.isWritable()) {
                sent.runRetry();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail(cause);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            inactive();
            context.fireChannelInactive();
        }

        private void inactive() {
            gone = true;
            // Where the peer's end has an event of its own, it was not the peer who closed the channel.
            if (halfClose) {
                run(received.fail(Failures.CHANNEL_CLOSED));
            } else {
                end();
            }
            run(received.inactive());
            sent.fail(Failures.CHANNEL_CLOSED);
        }

        /** Anybody on the way can end the connection below TLS, and so cut off what the peer says; its farewell can't be forged. */
        private void end() {
            if (farewell == null || farewell.isSuccess()) {
                run(received.end());
            } else {
                run(received.fail(new IOException("TLS was cut off: the peer sent no close_notify")));
            }
        }

        private void fail(Throwable cause) {
            run(received.fail(cause));
            sent.fail(cause);
        }
    }
}
