package dev.handshake.nio;

import dev.handshake.tck.TlsContract;
import dev.handshake.tck.TransportPair;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** TLS over selector loops, one for each end. */
class NioTlsContractTest extends TlsContract {

    @Override
    public TransportPair open() throws IOException {
        NioLoop near = NioLoop.start();
        NioLoop far = NioLoop.start();
        SocketChannel[] channels = Loopback.narrowPair();
        return new TransportPair(NioTransport.of(channels[0], near), NioTransport.of(channels[1], far), () -> {
            near.close();
            far.close();
        });
    }
}
