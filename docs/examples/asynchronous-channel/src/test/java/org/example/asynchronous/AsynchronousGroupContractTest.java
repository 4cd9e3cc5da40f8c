package org.example.asynchronous;

import dev.handshake.Transports;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.tck.TransportGroupContract;

/** What a group owes. */
class AsynchronousGroupContractTest implements TransportGroupContract {

    @Override
    public TransportGroup open(TransportOptions options) throws Exception {
        return Transports.named("asynchronous").open(options);
    }
}
