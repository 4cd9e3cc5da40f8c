package dev.handshake.interop.wire;

import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.MemoryTransport;
import java.util.function.Consumer;

/** The reference transport. */
public final class MemoryCarrier implements Carrier {

    /** So much that a peer can send before anybody reads. */
    private static final int CAPACITY_BYTES = 1 << 17;

    @Override
    public Peer accept(Consumer<? super ByteTransport> onConnection) {
        Connection connection = connect();
        onConnection.accept(connection.transport());
        return connection.peer();
    }

    @Override
    public Connection connect() {
        MemoryTransport.Pair pair = MemoryTransport.pair(CAPACITY_BYTES);
        return new Connection(pair.left(), new TransportPeer(pair.right()));
    }

    @Override
    public void waiting(Runnable task) {
        Threads.start(() -> {
            task.run();
            return null;
        });
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "memory";
    }
}
