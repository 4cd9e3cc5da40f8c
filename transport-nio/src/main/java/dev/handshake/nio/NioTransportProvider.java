package dev.handshake.nio;

import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.spi.TransportProvider;
import java.io.IOException;

/**
 * Provides transports over selector loops, under the name {@code nio}.
 *
 * <p>A group runs {@link TransportOptions#threads()} loops. Each listener accepts on one of them, and connections are
 * spread over all of them in turn. Futures of {@code connect} are completed on the loop's thread of that connection.
 * Besides {@link java.net.InetSocketAddress} a group takes {@link java.net.UnixDomainSocketAddress}, where the system
 * has them; a listener leaves its socket's file behind.
 */
public final class NioTransportProvider implements TransportProvider {

    /** Makes the provider. {@link java.util.ServiceLoader} calls this; it costs nothing. */
    public NioTransportProvider() {}

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "nio";
    }

    /** {@inheritDoc} Higher than 0: it needs nothing but the JDK and holds the least memory. */
    @Override
    public int rank() {
        return 10;
    }

    /** {@inheritDoc} */
    @Override
    public TransportGroup open(TransportOptions options) throws IOException {
        return NioTransportGroup.open(options);
    }
}
