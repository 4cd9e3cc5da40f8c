package dev.handshake.blocking;

import dev.handshake.tck.TlsContract;
import dev.handshake.tck.TransportPair;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Nested;

/** TLS over sockets, on platform threads and on virtual ones. */
class BlockingTlsContractTest {

    @Nested
    class OnPlatformThreads extends TlsContract {
        @Override
        public TransportPair open() throws IOException {
            Loopback.Pair<Socket> sockets = new Loopback().narrowSockets();
            return new TransportPair(BlockingTransport.of(sockets.near()), BlockingTransport.of(sockets.far()));
        }
    }

    @Nested
    class OnVirtualThread extends TlsContract {
        @Override
        public TransportPair open() throws Exception {
            Loopback.Pair<Socket> sockets = new Loopback().narrowSockets();
            return OnVirtualThreads.pair(BlockingTransport.of(sockets.near()), BlockingTransport.of(sockets.far()));
        }
    }
}
