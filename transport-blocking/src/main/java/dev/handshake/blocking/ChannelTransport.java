package dev.handshake.blocking;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Over a socket channel in blocking mode. */
final class ChannelTransport extends BlockingTransport {

    /**
     * How much of a heap buffer is offered to the channel at once. The JDK reads and writes by way of a direct buffer of
     * the size offered, holds it while the call waits, and keeps it for the thread afterwards.
     */
    static final int HEAP_BYTES = 64 * 1024;

    private final SocketChannel channel;
    // Kept, since a closed channel does not tell them.
    private final SocketAddress local;
    private final SocketAddress remote;

    ChannelTransport(SocketChannel channel) throws IOException {
        super(transport -> {});
        this.channel = channel;
        this.local = channel.getLocalAddress();
        this.remote = channel.getRemoteAddress();
    }

    @Override
    int receive(ByteBuffer dst) throws IOException {
        ByteBuffer part = bounded(dst);
        return moved(dst, part, channel.read(part));
    }

    @Override
    int send(ByteBuffer src) throws IOException {
        ByteBuffer part = bounded(src);
        return moved(src, part, channel.write(part));
    }

    private static ByteBuffer bounded(ByteBuffer buffer) {
        boolean whole = buffer.isDirect() || buffer.remaining() <= HEAP_BYTES;
        return whole ? buffer : buffer.slice(buffer.position(), HEAP_BYTES);
    }

    private static int moved(ByteBuffer buffer, ByteBuffer part, int count) {
        if (count == 0) {
            // Someone changed the mode behind our back.
            throw new IllegalBlockingModeException();
        }
        if (part != buffer && count > 0) {
            buffer.position(buffer.position() + count);
        }
        return count;
    }

    @Override
    void push() {
        // A channel holds nothing back.
    }

    @Override
    void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    void end() throws IOException {
        channel.close();
    }

    @Override
    public Optional<SocketAddress> remoteAddress() {
        return Optional.of(remote);
    }

    @Override
    public Optional<SocketAddress> localAddress() {
        return Optional.of(local);
    }

    @Override
    public String toString() {
        return shown(local, remote);
    }
}
