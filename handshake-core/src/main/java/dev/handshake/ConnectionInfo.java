package dev.handshake;

import dev.handshake.spi.ByteTransport;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * What is known of the connection below a handshake. A {@link ByteTransport} may implement this view; one that does not
 * is simply an unknown, unencrypted connection. The answers stay the same after the connection was closed.
 */
public interface ConnectionInfo {

    /**
     * Returns the peer's address.
     *
     * @return the address, or empty if the transport has none or does not know it
     */
    default Optional<SocketAddress> remoteAddress() {
        return Optional.empty();
    }

    /**
     * Returns our own address.
     *
     * @return the address, or empty if the transport has none or does not know it
     */
    default Optional<SocketAddress> localAddress() {
        return Optional.empty();
    }

    /**
     * Tells whether the bytes are encrypted on their way, so that the scheme of the connection is {@code wss}.
     *
     * @return true over TLS
     */
    default boolean secure() {
        return false;
    }

    /**
     * Returns the view of a transport.
     *
     * @param transport any transport
     * @return the transport itself if it implements this view, else one that knows nothing
     */
    static ConnectionInfo of(ByteTransport transport) {
        return transport instanceof ConnectionInfo info ? info : UNKNOWN;
    }

    /** A connection of which nothing is known. */
    ConnectionInfo UNKNOWN = new ConnectionInfo() {
        @Override
        public String toString() {
            return "unknown connection";
        }
    };
}
