package dev.handshake.interop.wire;

import dev.handshake.spi.ByteTransport;
import java.util.function.Consumer;

/** A kind of transport, with connections of it whose other end is a {@link Peer}. */
public interface Carrier extends AutoCloseable {

    /** Our end and the other one. */
    record Connection(ByteTransport transport, Peer peer) {}

    /**
     * Has a peer connect to us.
     *
     * @param onConnection given our end, on the thread where this transport hands over its connections
     * @return the peer
     */
    Peer accept(Consumer<? super ByteTransport> onConnection) throws Exception;

    /** Connects to a peer. */
    Connection connect() throws Exception;

    /** Runs something that waits: here and now if {@code onConnection} may wait, or else on another thread. */
    void waiting(Runnable task);

    @Override
    void close() throws Exception;
}
