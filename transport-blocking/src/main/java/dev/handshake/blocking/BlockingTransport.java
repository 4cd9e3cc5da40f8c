package dev.handshake.blocking;

import dev.handshake.ConnectionInfo;
import dev.handshake.spi.ByteTransport;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transport whose {@link #read} and {@link #write} wait: over a socket, a socket channel in blocking mode, or a pair of
 * streams.
 *
 * <p>A call waits on the calling thread, so it never answers 0 when there is space to fill or a byte to take, and never
 * keeps its {@code retry}. One thread may read while another writes or flushes; the directions share no lock. No buffer
 * is held between calls.
 *
 * <p>{@link #close()} makes a waiting call fail with an {@link AsynchronousCloseException}, at once over a socket or
 * channel; over streams it depends on them, see {@link #of(InputStream, OutputStream)}. Interrupting a thread that waits
 * does what it does to the thing below: nothing to a socket on a platform thread; a socket on a virtual thread, and a
 * channel on any thread, is closed by it.
 */
public abstract sealed class BlockingTransport implements ByteTransport, ConnectionInfo
        permits ChannelTransport, StreamTransport {

    private static final Logger log = LoggerFactory.getLogger(BlockingTransport.class);

    private final AtomicBoolean closed = new AtomicBoolean();
    private final Consumer<? super BlockingTransport> onClose;

    BlockingTransport(Consumer<? super BlockingTransport> onClose) {
        this.onClose = onClose;
    }

    /**
     * Makes a transport of a connected socket, which it then owns: closing the transport closes the socket. The socket's
     * options stay as they are. With a read timeout ({@code SO_TIMEOUT}) set, a read fails by it with a
     * {@link java.net.SocketTimeoutException}; a linger time ({@code SO_LINGER}) holds for closing too.
     *
     * @param socket the socket, whose streams the caller uses no more; an {@link javax.net.ssl.SSLSocket} makes the
     *     transport {@linkplain ConnectionInfo#secure() secure}, and closes as the JDK has it, which may wait to tell the
     *     peer
     * @return the transport
     * @throws IllegalArgumentException if the socket is not connected, or closed, or belongs to a channel in non-blocking
     *     mode
     * @throws IOException if one of its directions was shut down before
     */
    public static BlockingTransport of(Socket socket) throws IOException {
        if (!socket.isConnected() || socket.isClosed()) {
            throw new IllegalArgumentException("the socket is not connected: " + socket);
        }
        SocketChannel channel = socket.getChannel();
        if (channel != null) {
            requireBlocking(channel);
        }
        return new SocketTransport(socket, transport -> {});
    }

    /**
     * Makes a transport of a connected channel, which it then owns: closing the transport closes the channel. An interrupt
     * of a thread that reads or writes closes the channel as well, as the JDK has it; {@link #of(Socket)} does not have
     * that on platform threads.
     *
     * @param channel the channel, in blocking mode, and left in it: a call after a change of the mode is an
     *     {@link java.nio.channels.IllegalBlockingModeException}
     * @return the transport
     * @throws IllegalArgumentException if the channel is not connected, or closed, or in non-blocking mode
     * @throws IOException if the channel's addresses can't be read
     */
    public static BlockingTransport of(SocketChannel channel) throws IOException {
        if (!channel.isConnected() || !channel.isOpen()) {
            throw new IllegalArgumentException("the channel is not connected: " + channel);
        }
        requireBlocking(channel);
        return new ChannelTransport(channel);
    }

    /**
     * Makes a transport of two streams, which it then owns. Closing the transport closes {@code in} and then {@code out}.
     *
     * <p>What holds depends on the streams, and differs from a socket's in three points:
     * <ul>
     * <li>A read or write that waits when the transport is closed fails when the stream lets go of it: at once for most
     * streams of sockets and processes, perhaps only with the next byte or never for others, such as a
     * {@link java.io.PipedInputStream} or {@link System#in}. Later calls fail at once in any case.</li>
     * <li>{@link #close()} waits as long as the streams' own {@code close} does: an output that buffers may write what it
     * holds.</li>
     * <li>{@link #shutdownOutput()} flushes and closes {@code out}. If that closes the whole connection, as with the
     * streams of a {@link Socket}, there is no half-close; use {@link #of(Socket)}.</li>
     * </ul>
     * Where there is a better way to end both directions, give it to {@link #of(InputStream, OutputStream, Closeable)}.
     *
     * @param in where the peer's bytes come from
     * @param out where the bytes for the peer go
     * @return the transport, which knows no addresses
     */
    public static BlockingTransport of(InputStream in, OutputStream out) {
        return of(in, out, () -> {
            try (out) {
                in.close();
            }
        });
    }

    /**
     * Makes a transport of two streams and the way to end them, such as {@code process::destroy}. Otherwise as
     * {@link #of(InputStream, OutputStream)}.
     *
     * @param in where the peer's bytes come from
     * @param out where the bytes for the peer go
     * @param ending run once, by the first {@link #close()}, in place of closing the streams: ends both directions, makes
     *     calls that wait in the streams fail, and does not wait itself; what it throws is logged
     * @return the transport, which knows no addresses
     */
    public static BlockingTransport of(InputStream in, OutputStream out, Closeable ending) {
        return new StreamTransport(in, out, ending, transport -> {});
    }

    @Override
    public final int read(ByteBuffer dst, Runnable retry) throws IOException {
        Objects.requireNonNull(retry, "retry");
        if (dst.isReadOnly()) {
            throw new IllegalArgumentException("dst is read-only");
        }
        requireOpen();
        if (!dst.hasRemaining()) {
            return 0;
        }
        int count;
        try {
            count = receive(dst);
        } catch (IOException e) {
            throw explained(e);
        }
        if (count < 0 && closed.get()) {
            // Some streams end when they are closed; only the peer may do that.
            throw new AsynchronousCloseException();
        }
        return count;
    }

    @Override
    public final int write(ByteBuffer src, Runnable retry) throws IOException {
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(src, "src");
        requireOpen();
        if (!src.hasRemaining()) {
            return 0;
        }
        try {
            return send(src);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    @Override
    public final boolean flush(Runnable retry) throws IOException {
        Objects.requireNonNull(retry, "retry");
        requireOpen();
        try {
            push();
            return true;
        } catch (IOException e) {
            throw explained(e);
        }
    }

    @Override
    public final void shutdownOutput() throws IOException {
        requireOpen();
        try {
            endOutput();
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /**
     * Tells that calls wait.
     *
     * @return true
     */
    @Override
    public final boolean blocks() {
        return true;
    }

    @Override
    public final void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            end();
        } catch (IOException | RuntimeException e) {
            log.debug("closing {} failed", this, e);
        } finally {
            onClose.accept(this);
        }
    }

    /** Reads at least one byte into {@code dst}, which has space and is writable, or returns -1. */
    abstract int receive(ByteBuffer dst) throws IOException;

    /** Writes at least one byte of {@code src}, which has some. */
    abstract int send(ByteBuffer src) throws IOException;

    /** Flushes what is held back. */
    abstract void push() throws IOException;

    /** Ends the output; called again it does nothing. */
    abstract void endOutput() throws IOException;

    /** Closes what is below; called once. */
    abstract void end() throws IOException;

    private void requireOpen() throws ClosedChannelException {
        if (closed.get()) {
            throw new ClosedChannelException();
        }
    }

    private IOException explained(IOException failure) {
        if (!closed.get() || failure instanceof ClosedChannelException) {
            return failure;
        }
        IOException close = new AsynchronousCloseException();
        close.initCause(failure);
        return close;
    }

    private static void requireBlocking(SocketChannel channel) {
        if (!channel.isBlocking()) {
            throw new IllegalArgumentException("the channel is in non-blocking mode: " + channel);
        }
    }

    static String shown(SocketAddress local, SocketAddress remote) {
        return "blocking " + local + " to " + remote;
    }
}
