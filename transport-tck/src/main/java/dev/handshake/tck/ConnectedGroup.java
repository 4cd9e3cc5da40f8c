package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A group that has one connection, and says that it leads to wherever one wants. */
record ConnectedGroup(ByteTransport connection) implements TransportGroup {

    @Override
    public CompletableFuture<ByteTransport> connect(SocketAddress remote) {
        return CompletableFuture.completedFuture(connection);
    }

    @Override
    public TransportListener listen(SocketAddress local, Consumer<? super ByteTransport> onConnection) {
        throw new UnsupportedOperationException("nothing arrives here");
    }

    @Override
    public void close() {}
}
