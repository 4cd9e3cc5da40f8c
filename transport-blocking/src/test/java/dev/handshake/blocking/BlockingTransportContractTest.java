package dev.handshake.blocking;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import dev.handshake.tck.Ability;
import dev.handshake.tck.ByteTransportContract;
import dev.handshake.tck.ChunkingTransport;
import dev.handshake.tck.HandshakeContract;
import dev.handshake.tck.TransportPair;
import java.io.Closeable;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;

/** The transport contract, over each thing that a blocking transport can be made of. */
class BlockingTransportContractTest {

    @Nested
    class OverSockets implements ByteTransportContract, HandshakeContract {

        @Override
        public TransportPair open() throws IOException {
            Loopback.Pair<Socket> sockets = new Loopback().sockets();
            return new TransportPair(BlockingTransport.of(sockets.near()), BlockingTransport.of(sockets.far()));
        }
    }

    /** A byte at a time. */
    @Nested
    class InPieces implements ByteTransportContract {

        @Override
        public TransportPair open() throws IOException {
            Loopback.Pair<Socket> sockets = new Loopback().narrowSockets();
            return new TransportPair(
                    new ChunkingTransport(BlockingTransport.of(sockets.near())), BlockingTransport.of(sockets.far()));
        }
    }

    /** Some bytes at a time, for each call goes to another thread. */
    @Nested
    class InPiecesOnVirtualThreads implements ByteTransportContract {

        @Override
        public TransportPair open() throws Exception {
            Loopback.Pair<Socket> sockets = new Loopback().narrowSockets();
            return OnVirtualThreads.pair(
                    new ChunkingTransport(BlockingTransport.of(sockets.near()), 7),
                    BlockingTransport.of(sockets.far()));
        }
    }

    @Nested
    class OverSocketChannels implements ByteTransportContract, HandshakeContract {

        @Override
        public TransportPair open() throws IOException {
            Loopback.Pair<SocketChannel> channels = new Loopback().channels();
            return new TransportPair(BlockingTransport.of(channels.near()), BlockingTransport.of(channels.far()));
        }
    }

    @Nested
    class OverSocketsOfChannels implements ByteTransportContract, HandshakeContract {

        @Override
        public TransportPair open() throws IOException {
            Loopback.Pair<SocketChannel> channels = new Loopback().channels();
            return new TransportPair(
                    BlockingTransport.of(channels.near().socket()),
                    BlockingTransport.of(channels.far().socket()));
        }
    }

    /** The streams of a socket, which have an end that makes waiting calls fail, but no half-close. */
    @Nested
    class OverSocketStreams implements ByteTransportContract, HandshakeContract {

        @Override
        public TransportPair open() throws IOException {
            Loopback.Pair<Socket> sockets = new Loopback().sockets();
            return new TransportPair(streams(sockets.near()), BlockingTransport.of(sockets.far()));
        }

        private BlockingTransport streams(Socket socket) throws IOException {
            return BlockingTransport.of(socket.getInputStream(), socket.getOutputStream());
        }

        @Override
        public Set<Ability> missing() {
            return Set.of(Ability.HALF_CLOSE);
        }
    }

    /**
     * Pipes. Closing one's own does not wake who waits in it, so the ending given closes the other half as well. They
     * take the end of a thread for the end of the stream, so no handshake can be done on one thread and used on another.
     */
    @Nested
    class OverPipes implements ByteTransportContract {

        @Override
        public TransportPair open() throws IOException {
            PipedInputStream nearIn = new PipedInputStream(1 << 16);
            PipedInputStream farIn = new PipedInputStream(1 << 16);
            PipedOutputStream nearOut = new PipedOutputStream(farIn);
            PipedOutputStream farOut = new PipedOutputStream(nearIn);
            return new TransportPair(
                    BlockingTransport.of(nearIn, nearOut, () -> closeAll(nearIn, nearOut, farOut)),
                    BlockingTransport.of(farIn, farOut, () -> closeAll(farIn, farOut, nearOut)));
        }

        private void closeAll(Closeable... streams) throws IOException {
            for (Closeable stream : streams) {
                stream.close();
            }
        }
    }

    /** The two ends as a group makes them. */
    @Nested
    class OfAGroup implements ByteTransportContract, HandshakeContract {

        @Override
        public TransportPair open() throws Exception {
            BlockingTransportGroup group = new BlockingTransportGroup(TransportOptions.defaults());
            CompletableFuture<ByteTransport> accepted = new CompletableFuture<>();
            TransportListener listener = group.listen(Loopback.anyPort(), accepted::complete);
            ByteTransport near = group.connect(listener.localAddress()).get(10, TimeUnit.SECONDS);
            return new TransportPair(near, accepted.get(10, TimeUnit.SECONDS), group);
        }
    }

    @Nested
    class OverSocketsOnVirtualThreads implements ByteTransportContract, HandshakeContract {

        @Override
        public TransportPair open() throws Exception {
            Loopback.Pair<Socket> sockets = new Loopback().sockets();
            return OnVirtualThreads.pair(BlockingTransport.of(sockets.near()), BlockingTransport.of(sockets.far()));
        }
    }

    @Nested
    class OverSocketChannelsOnVirtualThreads implements ByteTransportContract, HandshakeContract {

        @Override
        public TransportPair open() throws Exception {
            Loopback.Pair<SocketChannel> channels = new Loopback().channels();
            return OnVirtualThreads.pair(BlockingTransport.of(channels.near()), BlockingTransport.of(channels.far()));
        }
    }
}
