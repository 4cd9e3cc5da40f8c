package dev.handshake.spi;

import java.io.Closeable;
import java.net.SocketAddress;

/** A place where connections arrive; made by {@link TransportGroup#listen}. Thread-safe. */
public interface TransportListener extends Closeable {

    /**
     * Returns the address that was bound.
     *
     * @return the address with the port it got; the same after {@link #close()}
     */
    SocketAddress localAddress();

    /** Takes no more connections. Those that were handed over are not touched. Idempotent, from any thread. */
    @Override
    void close();
}
