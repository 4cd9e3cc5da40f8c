package dev.handshake.nio;

import dev.handshake.ConnectionInfo;
import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A transport over a non-blocking {@link SocketChannel}. {@code read} and {@code write} try the channel at once; when
 * there is nothing to do now, the {@code retry} is kept and run on the thread of the transport's {@link NioLoop}, or, if
 * the transport is closed, by the thread that closes it.
 *
 * <p>One thread may read while another writes. The transport holds no buffer, so an idle one costs little more than its
 * channel and key.
 */
public final class NioTransport extends Registered implements ByteTransport, ConnectionInfo {

    /** So much of one connection is read before its loop looks after the others. */
    private static final int MOST_BYTES_A_TURN = 128 * 1024;

    private static final AtomicReferenceFieldUpdater<NioTransport, @Nullable Runnable> READ_RETRY =
            AtomicReferenceFieldUpdater.newUpdater(NioTransport.class, Runnable.class, "readRetry");
    private static final AtomicReferenceFieldUpdater<NioTransport, @Nullable Runnable> WRITE_RETRY =
            AtomicReferenceFieldUpdater.newUpdater(NioTransport.class, Runnable.class, "writeRetry");

    private final SocketChannel channel;
    private final SocketAddress remoteAddress;
    private final SocketAddress localAddress;

    private volatile @Nullable Runnable readRetry;
    private volatile @Nullable Runnable writeRetry;

    /** Null until the selector is first needed. Used on the loop's thread only. */
    private @Nullable SelectionKey key;

    /** The key's interest set. Written on the loop's thread only; others read it to see whether the loop must be told. */
    private volatile int interest;

    /**
     * Whether {@code TCP_NODELAY} is still to be set. What the option prevents is a small write waiting behind an earlier
     * one that is not acknowledged; the first write has none before it, and for many connections it is the only one. So
     * the system call is made before the second. Used by the writing thread only, like the next.
     */
    private boolean noDelayWanted;

    private boolean written;

    /**
     * Whether the next look is the selector's: the last read left room, so that it took all there was; or its turn is over;
     * or the peer is to answer, and hardly has. Used by the reading thread only, like the next.
     */
    private boolean drained;

    private int bytesInTurn;

    private NioTransport(SocketChannel channel, NioLoop loop, boolean noDelay) throws IOException {
        super(loop);
        this.channel = channel;
        // Kept, because a closed channel no longer tells them.
        this.remoteAddress = channel.getRemoteAddress();
        this.localAddress = channel.getLocalAddress();
        this.noDelayWanted = noDelay && localAddress instanceof InetSocketAddress;
    }

    /**
     * Makes a transport over a channel that the caller has connected or accepted.
     *
     * @param channel the channel, which belongs to the transport from now on and is closed with it; it is put into
     *     non-blocking mode, and its socket options stay as they are. If this method throws, it remains the caller's.
     * @param loop where retries run; it outlives the transport, which can't do without it
     * @return the transport; the caller closes it
     * @throws ClosedChannelException if the channel is closed
     * @throws IOException if it can't be put into non-blocking mode
     * @throws NotYetConnectedException if the channel is not connected
     * @throws IllegalStateException if the loop is closed
     */
    public static NioTransport of(SocketChannel channel, NioLoop loop) throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        if (!channel.isConnected()) {
            throw new NotYetConnectedException();
        }
        if (loop.isClosed()) {
            throw new IllegalStateException("the loop is closed");
        }
        channel.configureBlocking(false);
        return new NioTransport(channel, loop, false);
    }

    /**
     * Makes a transport that is registered from the start, so that its loop finds and closes it. On the loop's thread.
     */
    static NioTransport registered(SocketChannel channel, NioLoop loop, boolean noDelay) throws IOException {
        NioTransport transport = new NioTransport(channel, loop, noDelay);
        // No interest yet, so this costs no system call. A key from connecting is used again.
        transport.key = channel.register(loop.selector(), 0, transport);
        return transport;
    }

    /** Makes one like {@link #registered} over a channel just connected, whose peer is spoken to before it answers. */
    static NioTransport connected(SocketChannel channel, NioLoop loop, boolean noDelay) throws IOException {
        NioTransport transport = registered(channel, loop, noDelay);
        transport.drained = true;
        return transport;
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        Objects.requireNonNull(retry, "retry");
        int room = dst.remaining();
        int n = room > 0 && leftToSelector(dst) ? 0 : channel.read(dst);
        bytesInTurn = n > 0 ? bytesInTurn + n : 0;
        drained = n > 0 && (n < room || bytesInTurn >= MOST_BYTES_A_TURN);
        if (n == 0 && room > 0) {
            keep(READ_RETRY, retry, SelectionKey.OP_READ);
        }
        return n;
    }

    /**
     * Tells whether to leave the next look to the selector: after a read that took all, on the loop's thread, which asks the
     * selector next anyway. It spares each connection the system call that only says that nothing has come yet. Also when so
     * much was read that the others of the loop come next, lest a peer that sends faster than it is read has the loop for
     * itself. True once for each such read, so who goes on reading in one turn all the same is answered by the channel.
     */
    private boolean leftToSelector(ByteBuffer dst) {
        return drained && loop.inLoop() && channel.isOpen() && !dst.isReadOnly();
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        Objects.requireNonNull(src, "src");
        Objects.requireNonNull(retry, "retry");
        if (noDelayWanted && written) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            noDelayWanted = false;
        }
        int n = channel.write(src);
        if (n == 0 && src.hasRemaining()) {
            keep(WRITE_RETRY, retry, SelectionKey.OP_WRITE);
        }
        written |= n > 0;
        return n;
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean mayBlock() {
        return !loop.inLoop();
    }

    /** {@inheritDoc} Kept retries run before this returns, on the calling thread. */
    @Override
    public void close() {
        closeChannel(channel);
        runKept(READ_RETRY);
        runKept(WRITE_RETRY);
    }

    @Override
    public Optional<SocketAddress> remoteAddress() {
        return Optional.of(remoteAddress);
    }

    @Override
    public Optional<SocketAddress> localAddress() {
        return Optional.of(localAddress);
    }

    /** Describes the connection for a log. */
    @Override
    public String toString() {
        return "NioTransport[" + localAddress + " to " + remoteAddress + (channel.isOpen() ? "]" : ", closed]");
    }

    @Override
    void ready(int ops) {
        if ((ops & SelectionKey.OP_WRITE) != 0) {
            runKept(WRITE_RETRY);
            disregard(SelectionKey.OP_WRITE, WRITE_RETRY);
        }
        if ((ops & SelectionKey.OP_READ) != 0) {
            Runnable retry = READ_RETRY.getAndSet(this, null);
            if (retry == null) {
                // Nobody is reading. Left on otherwise: the next read that finds nothing then changes no interest.
                disregard(SelectionKey.OP_READ, READ_RETRY);
            } else {
                // By far the most frequent one, so few calls lie between; what it throws is logged by the loop.
                retry.run();
            }
        }
    }

    private void keep(AtomicReferenceFieldUpdater<NioTransport, @Nullable Runnable> place, Runnable retry, int op) {
        place.set(this, retry);
        if (!channel.isOpen()) {
            // Closed since we tried the channel: close() may have looked here before the retry was.
            runKept(place);
        } else if ((interest & op) == 0) {
            if (loop.inLoop()) {
                watch(op);
            } else {
                watchSoon(op);
            }
        }
    }

    private void watchSoon(int op) {
        try {
            loop.execute(() -> watch(op));
        } catch (RejectedExecutionException loopClosed) {
            close();
        }
    }

    /** Adds to the interest set. On the loop's thread. */
    private void watch(int op) {
        interest |= op;
        try {
            if (key == null) {
                key = channel.register(loop.selector(), interest, this);
            } else {
                key.interestOps(interest);
            }
        } catch (ClosedChannelException | CancelledKeyException | ClosedSelectorException e) {
            close();
        }
        // The closing loop may have listed its keys before ours was one of them.
        if (loop.isClosed()) {
            close();
        }
    }

    /** Takes from the interest set what no retry is kept for. On the loop's thread. */
    private void disregard(int op, AtomicReferenceFieldUpdater<NioTransport, @Nullable Runnable> place) {
        int before = interest;
        interest = before & ~op;
        // In this order: a thread that keeps a retry and still sees the old interest leaves it to us.
        if (place.get(this) != null) {
            interest = before;
            return;
        }
        try {
            if (key != null) {
                key.interestOps(interest);
            }
        } catch (CancelledKeyException closedMeanwhile) {
            // Then there is nothing to take away.
        }
    }

    private void runKept(AtomicReferenceFieldUpdater<NioTransport, @Nullable Runnable> place) {
        // Mostly there is none, and a look costs less than an exchange.
        Runnable retry = place.get(this) == null ? null : place.getAndSet(this, null);
        if (retry != null) {
            NioLoop.runLogged(retry);
        }
    }
}
