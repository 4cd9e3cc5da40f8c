package org.example.asynchronous;

import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.spi.TransportProvider;
import java.io.IOException;

/** Provides transports over asynchronous channels, under the name {@code asynchronous}. {@code META-INF/services} names it. */
public final class AsynchronousTransportProvider implements TransportProvider {

    /** Makes the provider. {@link java.util.ServiceLoader} calls this, perhaps only to list it; so it costs nothing. */
    public AsynchronousTransportProvider() {}

    @Override
    public String name() {
        return "asynchronous";
    }

    /** Below 0: whoever wants an example asks for it by name. */
    @Override
    public int rank() {
        return -10;
    }

    @Override
    public TransportGroup open(TransportOptions options) throws IOException {
        return new AsynchronousGroup(options);
    }
}
