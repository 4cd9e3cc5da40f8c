package dev.handshake.tck;

import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.net.SocketAddress;

/** The contract is green for a group that keeps the rules. */
class MemoryGroupTest implements TransportGroupContract {

    @Override
    public TransportGroup open(TransportOptions options) {
        return new MemoryGroup(options, GroupFlaw.NONE);
    }

    @Override
    public SocketAddress anywhere() {
        return new MemoryGroup.Address(0);
    }
}
