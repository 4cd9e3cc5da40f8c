package dev.handshake.races;

import dev.handshake.ConnectionInfo;
import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.MemoryTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Our end of a connection in memory: tells whether it was closed, and keeps the last retry of a read, to be run in vain. */
final class Watched implements ByteTransport, ConnectionInfo {

    /** A request that is accepted, and needs no answer but 101. */
    static final String REQUEST = "GET / HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    /** The same but for what makes it a WebSocket's, so that it is refused. */
    static final String PLAIN_REQUEST = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";

    private static final SocketAddress REMOTE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);

    private final MemoryTransport ours;
    private final MemoryTransport theirs;
    private volatile boolean closed;
    private volatile @Nullable Runnable retry;

    Watched() {
        MemoryTransport.Pair pair = MemoryTransport.pair();
        ours = pair.left();
        theirs = pair.right();
    }

    /** The peer's end. */
    MemoryTransport peer() {
        return theirs;
    }

    boolean isClosed() {
        return closed;
    }

    /** The peer sends these octets. */
    void peerSends(String octets) {
        ByteBuffer bytes = ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1));
        try {
            while (bytes.hasRemaining() && theirs.write(bytes, () -> {}) > 0) {
                // There is room for all of it.
            }
        } catch (IOException e) {
            // Our end is closed: that is one of the things that may happen.
        }
    }

    /** Retries without cause, as a transport may (T4). */
    void retryInVain() {
        Runnable kept = retry;
        if (kept != null) {
            kept.run();
        }
    }

    /** Returns the first line of what the peer has got so far; empty if there is nothing. */
    String peerGot() {
        ByteBuffer got = ByteBuffer.allocate(1024);
        try {
            theirs.read(got, () -> {});
        } catch (IOException e) {
            return e.toString();
        }
        String text = StandardCharsets.ISO_8859_1.decode(got.flip()).toString();
        return text.lines().findFirst().orElse("");
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        this.retry = retry;
        return ours.read(dst, retry);
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        return ours.write(src, retry);
    }

    @Override
    public void shutdownOutput() {
        ours.shutdownOutput();
    }

    @Override
    public void close() {
        closed = true;
        ours.close();
    }

    @Override
    public Optional<SocketAddress> remoteAddress() {
        return Optional.of(REMOTE);
    }
}
