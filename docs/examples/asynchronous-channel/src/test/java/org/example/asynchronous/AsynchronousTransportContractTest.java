package org.example.asynchronous;

import dev.handshake.tck.ByteTransportContract;
import dev.handshake.tck.TransportPair;
import org.junit.jupiter.api.Nested;

/** The fourteen rules, for both ends of a connection. */
class AsynchronousTransportContractTest {

    @Nested
    class Connected implements ByteTransportContract {
        @Override
        public TransportPair open() throws Exception {
            return Loopback.pair();
        }
    }

    @Nested
    class Accepted implements ByteTransportContract {
        @Override
        public TransportPair open() throws Exception {
            TransportPair pair = Loopback.pair();
            return new TransportPair(pair.peer(), pair.tested(), pair.afterwards());
        }
    }
}
