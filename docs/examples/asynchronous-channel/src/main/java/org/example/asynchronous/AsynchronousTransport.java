package org.example.asynchronous;

import dev.handshake.ConnectionInfo;
import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.Objects;
import java.util.Optional;

/**
 * A transport over an {@link AsynchronousSocketChannel}, which does not tell when it is ready but when it has done what it
 * was asked to do, with a buffer that it keeps until then. A transport keeps no buffer of its caller's (T3), so there is one
 * of our own between: for reading while a read is pending or its bytes are not all fetched, for writing while a write is
 * pending.
 *
 * <p>The monitor guards the fields. Nothing foreign runs under it, neither a retry nor the channel: on a thread of the
 * channel's group, it may call a completion handler before {@code read} or {@code write} returns (T6).
 *
 * <p>That nobody waits in vain (T4) is seen so: a retry is kept only while an operation is pending, in the same step that
 * saw or set it so; each operation completes some time, and its handler takes the retry out and runs it.
 */
final class AsynchronousTransport implements ByteTransport, ConnectionInfo {

    private static final int BUFFER_BYTES = 8192;

    private final AsynchronousSocketChannel channel;
    private final AsynchronousGroup group;
    private final SocketAddress remoteAddress;
    private final SocketAddress localAddress;

    private final Completion readCompletion = this::readDone;
    private final Completion writeCompletion = this::writeDone;

    /** Null between the last byte fetched and the next read, so that a connection nobody reads pins no buffer. */
    private ByteBuffer incoming;

    private boolean reading;
    private boolean inputEnded;
    private IOException readFailure;
    private Runnable readRetry;

    /** What was taken and has not left; null if all has. */
    private ByteBuffer outgoing;

    private boolean outputEnded;
    private IOException writeFailure;
    private Runnable writeRetry;

    /** Takes over a connected channel. If this throws, it remains the caller's. */
    AsynchronousTransport(AsynchronousSocketChannel channel, AsynchronousGroup group) throws IOException {
        this.channel = channel;
        this.group = group;
        // Kept, because a closed channel no longer tells them, and what ConnectionInfo answers stays the same.
        this.remoteAddress = channel.getRemoteAddress();
        this.localAddress = channel.getLocalAddress();
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        Objects.requireNonNull(retry, "retry");
        if (dst.isReadOnly()) {
            throw new ReadOnlyBufferException(); // T11: before a byte is lost
        }
        int count = fetch(dst, retry);
        ByteBuffer buffer = count == 0 && dst.hasRemaining() ? beginRead() : null;
        if (buffer == null) {
            return count;
        }
        try {
            channel.read(buffer, null, readCompletion);
        } catch (ShutdownChannelGroupException groupClosed) {
            close();
        }
        return fetch(dst, retry); // T1: it may have completed at once
    }

    private synchronized int fetch(ByteBuffer dst, Runnable retry) throws IOException {
        throwIfClosed(); // T7
        if (!dst.hasRemaining()) {
            return 0;
        }
        if (incoming != null && !reading) {
            int count = Math.min(dst.remaining(), incoming.remaining());
            dst.put(incoming.slice(incoming.position(), count)); // T3: a put moves the position by what it copies
            incoming.position(incoming.position() + count);
            incoming = incoming.hasRemaining() ? incoming : null;
            readRetry = null;
            return count;
        }
        throwIfFailed(readFailure); // behind the bytes that came before it
        if (inputEnded) {
            return -1; // T9: nothing undoes this state
        }
        readRetry = retry; // T5: the later one replaces what was there
        return 0;
    }

    /** Returns the buffer to read into; null if a read is pending, or there is no need for one any more. */
    private synchronized ByteBuffer beginRead() {
        if (reading || incoming != null || inputEnded || readFailure != null) {
            return null;
        }
        reading = true;
        incoming = ByteBuffer.allocate(BUFFER_BYTES);
        return incoming;
    }

    private void readDone(int count, IOException failure) {
        Runnable retry;
        synchronized (this) {
            reading = false;
            readFailure = failure;
            inputEnded = count < 0;
            incoming = count > 0 ? incoming.flip() : null;
            retry = readRetry;
            readRetry = null;
        }
        run(retry); // T4: the end and a failure are causes, too. T6: outside of the monitor
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        Objects.requireNonNull(retry, "retry");
        ByteBuffer buffer;
        int count;
        synchronized (this) {
            throwIfClosed();
            throwIfFailed(writeFailure);
            if (outputEnded) {
                throw new IOException("the output was shut down"); // T11
            }
            if (!src.hasRemaining()) {
                return 0;
            }
            if (outgoing != null) {
                writeRetry = retry; // T2: our one buffer is full until the channel has sent it
                return 0;
            }
            count = Math.min(src.remaining(), BUFFER_BYTES);
            buffer = ByteBuffer.allocate(count)
                    .put(src.slice(src.position(), count))
                    .flip(); // T3: a copy
            src.position(src.position() + count);
            outgoing = buffer;
        }
        send(buffer);
        return count;
    }

    private void send(ByteBuffer buffer) {
        try {
            channel.write(buffer, null, writeCompletion);
        } catch (ShutdownChannelGroupException groupClosed) {
            close();
        }
    }

    private void writeDone(int count, IOException failure) {
        boolean more;
        boolean end;
        Runnable retry = null;
        synchronized (this) {
            writeFailure = failure; // the next write or flush throws it
            more = failure == null && outgoing.hasRemaining();
            end = failure == null && !more && outputEnded;
            if (!more) {
                outgoing = null;
                retry = writeRetry;
                writeRetry = null;
            }
        }
        if (more) {
            send(outgoing); // T10: nobody needs to call for it
        }
        if (end) {
            endOutput(); // T8: behind the last byte
        }
        run(retry);
    }

    private void endOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            writeDone(0, e);
        }
    }

    @Override
    public synchronized boolean flush(Runnable retry) throws IOException {
        Objects.requireNonNull(retry, "retry");
        if (outgoing == null && writeFailure == null) {
            return true; // T10
        }
        throwIfClosed();
        throwIfFailed(writeFailure);
        writeRetry = retry; // T5: in the place of the one that write keeps
        return false;
    }

    /** {@inheritDoc} Never waits: if bytes are on their way, the end goes out when they have. */
    @Override
    public void shutdownOutput() throws IOException {
        synchronized (this) {
            throwIfClosed();
            throwIfFailed(writeFailure);
            if (outputEnded) {
                return;
            }
            outputEnded = true;
            if (outgoing != null) {
                return;
            }
        }
        channel.shutdownOutput();
    }

    /** {@inheritDoc} Those are the threads of the group: completions, and so retries, run there. */
    @Override
    public boolean mayBlock() {
        return group.mayBlock();
    }

    /** {@inheritDoc} Kept retries run before this returns, on the calling thread. */
    @Override
    public void close() {
        AsynchronousGroup.closeQuietly(channel); // first: who keeps a retry after this finds it closed
        Runnable reader;
        Runnable writer;
        synchronized (this) {
            reader = readRetry;
            writer = writeRetry;
            readRetry = null;
            writeRetry = null;
        }
        run(reader);
        run(writer);
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
        return "AsynchronousTransport[" + localAddress + " to " + remoteAddress
                + (channel.isOpen() ? "]" : ", closed]");
    }

    private void throwIfClosed() throws ClosedChannelException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    private static void throwIfFailed(IOException failure) throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure); // with the stack of the one who asks
        }
    }

    /** Runs foreign code, which must not be able to break the channel's thread, nor keep another retry from being run. */
    private static void run(Runnable retry) {
        if (retry != null) {
            try {
                retry.run();
            } catch (Throwable t) {
                AsynchronousGroup.LOG.log(System.Logger.Level.ERROR, "a retry failed: " + retry, t);
            }
        }
    }

    /** What to do when an operation has ended, one way or the other. */
    private interface Completion extends CompletionHandler<Integer, Void> {

        void done(int count, IOException failure);

        @Override
        default void completed(Integer count, Void nothing) {
            done(count, null);
        }

        @Override
        default void failed(Throwable cause, Void nothing) {
            done(0, cause instanceof IOException failure ? failure : new IOException(cause));
        }
    }
}
