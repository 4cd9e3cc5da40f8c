package dev.handshake.nio;

import dev.handshake.tck.TlsContract;
import dev.handshake.tck.TransportPair;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** TLS over selector loops, one for each end. */
class NioTlsContractTest extends TlsContract {

    private static final int SMALL_BUFFER_BYTES = 1 << 14;

    @Override
    public TransportPair open() throws IOException {
        NioLoop near = NioLoop.start();
        NioLoop far = NioLoop.start();
        SocketChannel[] channels = Loopback.pair();
        for (SocketChannel channel : channels) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SMALL_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER_BYTES);
        }
        return new TransportPair(NioTransport.of(channels[0], near), NioTransport.of(channels[1], far), () -> {
            near.close();
            far.close();
        });
    }
}
