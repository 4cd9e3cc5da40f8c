package dev.handshake.spi;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Listens and connects, and owns the threads of the transports that come of it. Thread-safe.
 */
public interface TransportGroup extends Closeable {

    /**
     * Connects to an address. Never waits.
     *
     * @param remote where to; an unresolved address is an {@link IllegalArgumentException}, since resolving would wait
     * @return a future of the connected transport, which the caller then owns and closes. It fails with the
     *     {@link IOException} of the attempt. Cancelling it ends the attempt and closes what it had opened.
     * @throws IllegalStateException if this group is closed
     */
    CompletableFuture<ByteTransport> connect(SocketAddress remote);

    /**
     * Listens on an address.
     *
     * @param local where; port 0 asks for any free one, see {@link TransportListener#localAddress()}
     * @param onConnection given each new connection, which it then owns and closes, on a thread where that transport's
     *     work belongs: a loop's thread, which it must not block, or, if the transport {@linkplain ByteTransport#blocks()
     *     blocks}, the connection's own thread. What it throws is logged, and the connection is closed.
     * @return the open listener; the caller closes it, or the group does
     * @throws IOException if the address can't be bound
     * @throws IllegalStateException if this group is closed
     */
    TransportListener listen(SocketAddress local, Consumer<? super ByteTransport> onConnection) throws IOException;

    /**
     * Tells whether the calling thread may wait for connections of this group, as {@link ByteTransport#mayBlock()} does for
     * one of them.
     *
     * @return false on a thread that this group needs itself (T14)
     */
    default boolean mayBlock() {
        return true;
    }

    /**
     * Closes the listeners and all connections that were made here, and ends the threads. Idempotent. Returns when the
     * threads have ended, unless it is called on one of them.
     */
    @Override
    void close();
}
