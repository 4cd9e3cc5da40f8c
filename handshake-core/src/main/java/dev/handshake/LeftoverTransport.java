package dev.handshake;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;

/** A transport with octets in front that were read from it before: they are read first, and can't be forgotten. */
final class LeftoverTransport implements ByteTransport, ConnectionInfo {

    private final ByteBuffer leftover;
    private final ByteTransport rest;
    private volatile boolean closed;

    /** Takes over {@code leftover}, which nobody else may move. */
    LeftoverTransport(ByteBuffer leftover, ByteTransport rest) {
        this.leftover = leftover;
        this.rest = rest;
    }

    /** Returns what has not been read again yet. */
    ByteBuffer leftover() {
        return leftover;
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        if (!leftover.hasRemaining()) {
            return rest.read(dst, retry);
        }
        if (closed) {
            throw new ClosedChannelException();
        }
        int count = Math.min(dst.remaining(), leftover.remaining());
        dst.put(leftover.slice(leftover.position(), count));
        leftover.position(leftover.position() + count);
        return count;
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        return rest.write(src, retry);
    }

    @Override
    public boolean flush(Runnable retry) throws IOException {
        return rest.flush(retry);
    }

    @Override
    public void shutdownOutput() throws IOException {
        rest.shutdownOutput();
    }

    @Override
    public boolean blocks() {
        return rest.blocks();
    }

    @Override
    public boolean mayBlock() {
        return rest.mayBlock();
    }

    @Override
    public void close() {
        closed = true;
        rest.close();
    }

    @Override
    public Optional<SocketAddress> remoteAddress() {
        return ConnectionInfo.of(rest).remoteAddress();
    }

    @Override
    public Optional<SocketAddress> localAddress() {
        return ConnectionInfo.of(rest).localAddress();
    }

    @Override
    public boolean secure() {
        return ConnectionInfo.of(rest).secure();
    }

    @Override
    public String toString() {
        return rest + " with " + leftover.remaining() + " octets in front";
    }
}
