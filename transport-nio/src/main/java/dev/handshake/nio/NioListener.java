package dev.handshake.nio;

import dev.handshake.spi.TransportListener;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts on one loop, and hands what it accepted on. */
final class NioListener extends Registered implements TransportListener {

    private static final Logger LOG = LoggerFactory.getLogger(NioListener.class);

    /** So that a storm of new connections does not starve those that are there. */
    private static final int ACCEPTS_A_TURN = 64;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ServerSocketChannel channel;
    private final Source source;
    private final SocketAddress localAddress;
    private final Consumer<Queue<SocketChannel>> onAccepted;
    private final ArrayDeque<SocketChannel> arrived = new ArrayDeque<>(ACCEPTS_A_TURN);
    private @Nullable SelectionKey key;
    private boolean inOutage;
    private long resumeNanos;

    /**
     * Prepares to accept; {@link #begin()} does.
     *
     * @param channel bound and non-blocking; belongs to the listener from now on
     * @param source accepts from the channel
     * @param onAccepted given the connections of each turn on the loop's thread; takes them out of the queue and owns them
     * @throws IOException if the channel does not tell its address
     */
    NioListener(ServerSocketChannel channel, Source source, NioLoop loop, Consumer<Queue<SocketChannel>> onAccepted)
            throws IOException {
        super(loop);
        this.channel = channel;
        this.source = source;
        this.onAccepted = onAccepted;
        this.localAddress = channel.getLocalAddress();
    }

    /** Begins to accept. On the loop's thread. */
    void begin() {
        try {
            key = channel.register(loop.selector(), SelectionKey.OP_ACCEPT, this);
        } catch (ClosedChannelException closedBeforeItBegan) {
            // Then there is nothing to do.
        }
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void close() {
        closeChannel(channel);
    }

    @Override
    public String toString() {
        return "NioListener[" + localAddress + (channel.isOpen() ? "]" : ", closed]");
    }

    @Override
    void ready(int ops) {
        try {
            for (int i = 0; i < ACCEPTS_A_TURN; i++) {
                SocketChannel accepted = source.accept();
                if (accepted == null) {
                    // Caught up; one that merely got through between two failures does not end an outage.
                    inOutage = false;
                    break;
                }
                arrived.add(accepted);
            }
        } catch (ClosedChannelException closed) {
            // The key goes with the channel.
        } catch (IOException | OutOfMemoryError e) {
            pause(e);
        }
        onAccepted.accept(arrived);
    }

    long pauseLeftNanos() {
        return resumeNanos - System.nanoTime();
    }

    /** Ends a pause. On the loop's thread. */
    void resume() {
        watch(SelectionKey.OP_ACCEPT);
    }

    /**
     * Looks away for a while. The usual cause is that no file descriptor is left; the connection then stays in the backlog
     * and the selector would report it over and over. Without descriptors no class can be loaded from a directory either,
     * so this gets by with those that are there, and what may need more, the log, comes last.
     */
    private void pause(Throwable cause) {
        watch(0);
        resumeNanos = System.nanoTime() + PAUSE_NANOS;
        loop.resumeWhenDue(this);
        if (!inOutage) {
            inOutage = true;
            LOG.warn("{} can't accept, and will try again every 100 ms: {}", this, cause.toString());
        }
    }

    private void watch(int ops) {
        try {
            if (key != null) {
                key.interestOps(ops);
            }
        } catch (CancelledKeyException closedMeanwhile) {
            // Then nobody waits for it.
        }
    }

    /** Where connections come from. */
    interface Source {

        /**
         * Accepts one.
         *
         * @return a connection, or null if none is there now
         * @throws IOException if the system refuses to accept
         */
        @Nullable
        SocketChannel accept() throws IOException;
    }
}
