package dev.handshake;

import dev.handshake.spi.ByteTransport;
import dev.handshake.tls.TlsDetector;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection that has just arrived, of which it is not known yet what comes in front of the request: a PROXY header, TLS,
 * both or neither. The first reads find out; from then on this forwards to what was found. The handshake above it does not
 * notice, so its deadline and its cancelling hold for all of it.
 */
final class FrontDoor implements ByteTransport, ConnectionInfo {

    private static final int ROOM_BYTES = 128;

    private final ByteTransport below;
    private final ListenOptions options;
    private boolean expectsProxyHeader;
    private byte[] received = new byte[0];
    private volatile @Nullable ProxyHeader proxied;
    /** Null until it is known. */
    private volatile @Nullable ByteTransport inside;

    FrontDoor(ByteTransport below, ListenOptions options) {
        this.below = below;
        this.options = options;
        InetAddress peer = address(below);
        this.expectsProxyHeader = peer != null && options.proxies.stream().anyMatch(range -> range.holds(peer));
    }

    /** Returns the IP address of the other end of this very connection, if it is one with an IP address. */
    static @Nullable InetAddress address(ByteTransport transport) {
        SocketAddress address = ConnectionInfo.of(transport).remoteAddress().orElse(null);
        return address instanceof InetSocketAddress ip ? ip.getAddress() : null;
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        ByteTransport known = inside;
        while (known == null) {
            if (needsOctets()) {
                int count = receive(retry);
                if (count <= 0) {
                    return count;
                }
            }
            known = find();
        }
        return known.read(dst, retry);
    }

    /** Where there is only one thing that it can be, nothing needs to be looked at. */
    private boolean needsOctets() {
        return expectsProxyHeader || options.tls != null && options.plain;
    }

    private int receive(Runnable retry) throws IOException {
        ByteBuffer room = ByteBuffer.allocate(ROOM_BYTES);
        int count = below.read(room, retry);
        if (count > 0) {
            int before = received.length;
            received = Arrays.copyOf(received, before + count);
            room.flip().get(received, before, count);
        }
        return count;
    }

    /** Returns what is inside, or null if that can't be told yet. */
    private @Nullable ByteTransport find() throws IOException {
        if (expectsProxyHeader) {
            ProxyHeader header = ProxyHeader.parse(received);
            if (header == null) {
                return null;
            }
            proxied = header;
            expectsProxyHeader = false;
            received = Arrays.copyOfRange(received, header.octets, received.length);
        }
        boolean encrypted = options.tls != null;
        if (encrypted && options.plain) {
            TlsDetector.Answer answer = TlsDetector.detect(ByteBuffer.wrap(received));
            if (answer == TlsDetector.Answer.NEED_MORE) {
                return null;
            }
            encrypted = answer == TlsDetector.Answer.TLS;
        }
        ByteTransport rest = received.length == 0 ? below : new LeftoverTransport(ByteBuffer.wrap(received), below);
        ByteTransport found = encrypted ? TlsTransport.server(rest, options.tls, options.tlsParameters) : rest;
        received = new byte[0];
        inside = found;
        return found;
    }

    private ByteTransport inside() {
        ByteTransport known = inside;
        return known == null ? below : known;
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        return inside().write(src, retry);
    }

    @Override
    public boolean flush(Runnable retry) throws IOException {
        return inside().flush(retry);
    }

    @Override
    public void shutdownOutput() throws IOException {
        inside().shutdownOutput();
    }

    @Override
    public boolean blocks() {
        return below.blocks();
    }

    @Override
    public boolean mayBlock() {
        return below.mayBlock();
    }

    @Override
    public void close() {
        inside().close();
        below.close();
    }

    @Override
    public Optional<SocketAddress> remoteAddress() {
        ProxyHeader header = proxied;
        return header != null && header.source != null
                ? Optional.of(header.source)
                : ConnectionInfo.of(below).remoteAddress();
    }

    @Override
    public Optional<SocketAddress> localAddress() {
        ProxyHeader header = proxied;
        return header != null && header.destination != null
                ? Optional.of(header.destination)
                : ConnectionInfo.of(below).localAddress();
    }

    @Override
    public boolean secure() {
        return ConnectionInfo.of(inside()).secure();
    }

    @Override
    public String toString() {
        return "front door of " + below;
    }
}
