package dev.handshake.nio;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import dev.handshake.tck.ByteTransportContract;
import dev.handshake.tck.HandshakeContract;
import dev.handshake.tck.TransportPair;
import java.util.concurrent.CompletableFuture;

/** The contract for what a group connects and accepts, both ends on its one loop. */
class NioTransportGroupContractTest implements ByteTransportContract, HandshakeContract {

    @Override
    public TransportPair open() throws Exception {
        TransportGroup group = new NioTransportProvider().open(TransportOptions.defaults());
        CompletableFuture<ByteTransport> accepted = new CompletableFuture<>();
        TransportListener listener = group.listen(Loopback.anyPort(), accepted::complete);
        ByteTransport connected = Loopback.await(group.connect(listener.localAddress()));
        return new TransportPair(Loopback.await(accepted), connected, group);
    }
}
