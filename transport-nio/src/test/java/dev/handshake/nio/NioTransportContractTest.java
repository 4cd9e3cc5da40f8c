package dev.handshake.nio;

import dev.handshake.tck.ByteTransportContract;
import dev.handshake.tck.ChunkingTransport;
import dev.handshake.tck.HandshakeContract;
import dev.handshake.tck.TransportPair;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** The two ends have a loop each, so that each of them also meets a peer on another thread. */
class NioTransportContractTest implements ByteTransportContract, HandshakeContract {

    private NioLoop near;
    private NioLoop far;

    @BeforeEach
    void startLoops() throws IOException {
        near = NioLoop.start();
        far = NioLoop.start();
    }

    @AfterEach
    void closeLoops() {
        near.close();
        far.close();
    }

    @Override
    public TransportPair open() throws IOException {
        SocketChannel[] pair = Loopback.pair();
        return new TransportPair(NioTransport.of(pair[0], near), NioTransport.of(pair[1], far));
    }

    /** The same a byte at a time. */
    @Nested
    class InPieces implements ByteTransportContract {

        @Override
        public TransportPair open() throws IOException {
            SocketChannel[] pair = Loopback.narrowPair();
            return new TransportPair(
                    new ChunkingTransport(NioTransport.of(pair[0], near)), NioTransport.of(pair[1], far));
        }
    }
}
