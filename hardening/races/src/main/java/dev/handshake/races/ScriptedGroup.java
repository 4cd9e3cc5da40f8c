package dev.handshake.races;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connections arrive when an actor says so, on that actor's thread. */
final class ScriptedGroup implements TransportGroup {

    private @Nullable Consumer<? super ByteTransport> onConnection;

    void arrives(ByteTransport transport) {
        if (onConnection != null) {
            onConnection.accept(transport);
        }
    }

    @Override
    public TransportListener listen(SocketAddress local, Consumer<? super ByteTransport> onConnection) {
        this.onConnection = onConnection;
        return new TransportListener() {
            @Override
            public SocketAddress localAddress() {
                return InetSocketAddress.createUnresolved("here.example", 80);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public CompletableFuture<ByteTransport> connect(SocketAddress remote) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
