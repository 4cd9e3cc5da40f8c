package dev.handshake;

import dev.handshake.spi.ByteTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transport whose peer is a script. Each part that arrives is read by itself; when there is none, the next of the
 * actions for idle moments runs, within the call, and then the answer is 0. A retry that is kept runs when something
 * changes.
 */
final class ScriptedTransport implements ByteTransport, ConnectionInfo {

    private final Deque<ByteBuffer> arrived = new ArrayDeque<>();
    private final Deque<Runnable> whenIdle = new ArrayDeque<>();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private @Nullable Runnable readRetry;
    private @Nullable Runnable writeRetry;
    private boolean peerEnded;
    private int room = Integer.MAX_VALUE;
    private boolean flushes = true;
    private int failAt = -1;
    private @Nullable Throwable failure;
    private @Nullable RuntimeException failsToClose;
    private volatile boolean closed;

    int operations;
    int closes;
    int octetsRead;
    boolean readDirectly;
    boolean outputEnded;
    boolean blocks;
    boolean mayBlock = true;
    boolean secure;
    SocketAddress remote = InetSocketAddress.createUnresolved("peer.example", 4711);

    /** The next part of what the peer sends, as a text block. */
    ScriptedTransport arrives(String block) {
        return arrives(Wire.octets(block));
    }

    ScriptedTransport arrives(byte[] octets) {
        arrived.add(ByteBuffer.wrap(octets));
        runRead();
        return this;
    }

    ScriptedTransport arrivesOctetByOctet(String block) {
        for (byte octet : Wire.octets(block)) {
            arrives(new byte[] {octet});
        }
        return this;
    }

    ScriptedTransport ends() {
        peerEnded = true;
        runRead();
        return this;
    }

    /** Does this at the next moment without an octet to read, without room to write, or without an end of flushing. */
    ScriptedTransport whenIdle(Runnable action) {
        whenIdle.add(action);
        return this;
    }

    /** Takes no more than so many octets at once; 0 for none until there is room again. */
    ScriptedTransport room(int octets) {
        room = octets;
        if (octets > 0) {
            runWrite();
        }
        return this;
    }

    /** Passes on what was taken when it is flushed, or not until this is called with true. */
    ScriptedTransport flushes(boolean flushes) {
        this.flushes = flushes;
        if (flushes) {
            runWrite();
        }
        return this;
    }

    /** Fails at the n-th operation, counted from 0, and at those after it. */
    ScriptedTransport failsAt(int operation, Throwable failure) {
        failAt = operation;
        this.failure = failure;
        return this;
    }

    /** Stays open and throws, which no transport may. */
    ScriptedTransport failsToClose(RuntimeException failure) {
        failsToClose = failure;
        return this;
    }

    ScriptedTransport failsNow(Throwable failure) {
        failsAt(operations, failure);
        runRead();
        runWrite();
        return this;
    }

    /** Returns what has reached the peer. */
    String written() {
        return Wire.text(written.toByteArray());
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        begin();
        readDirectly |= dst.isDirect();
        ByteBuffer part = arrived.peek();
        if (part == null) {
            if (peerEnded) {
                return -1;
            }
            readRetry = retry;
            return idle();
        }
        int count = Math.min(dst.remaining(), part.remaining());
        dst.put(part.slice(part.position(), count));
        part.position(part.position() + count);
        if (!part.hasRemaining()) {
            arrived.remove();
        }
        octetsRead += count;
        return count;
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        begin();
        int count = Math.min(room, src.remaining());
        if (count == 0) {
            writeRetry = retry;
            return idle();
        }
        for (int i = 0; i < count; i++) {
            held.write(src.get());
        }
        return count;
    }

    @Override
    public boolean flush(Runnable retry) throws IOException {
        begin();
        if (!flushes) {
            writeRetry = retry;
            idle();
            return false;
        }
        written.writeBytes(held.toByteArray());
        held.reset();
        return true;
    }

    @Override
    public void shutdownOutput() throws IOException {
        begin();
        outputEnded = true;
    }

    private int idle() {
        Runnable action = whenIdle.poll();
        if (action != null) {
            action.run();
        }
        return 0;
    }

    private void begin() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (operations++ >= failAt && failAt >= 0) {
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            throw (Error) failure;
        }
    }

    private void runRead() {
        Runnable retry = readRetry;
        readRetry = null;
        if (retry != null) {
            retry.run();
        }
    }

    private void runWrite() {
        Runnable retry = writeRetry;
        writeRetry = null;
        if (retry != null) {
            retry.run();
        }
    }

    @Override
    public void close() {
        closes++;
        closed = failsToClose == null;
        runRead();
        runWrite();
        if (failsToClose != null) {
            throw failsToClose;
        }
    }

    @Override
    public boolean blocks() {
        return blocks;
    }

    @Override
    public boolean mayBlock() {
        return mayBlock;
    }

    @Override
    public Optional<SocketAddress> remoteAddress() {
        return Optional.of(remote);
    }

    @Override
    public boolean secure() {
        return secure;
    }

    @Override
    public String toString() {
        return "scripted transport";
    }
}
