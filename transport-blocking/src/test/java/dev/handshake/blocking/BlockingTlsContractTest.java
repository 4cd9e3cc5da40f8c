package dev.handshake.blocking;

import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.Ability;
import dev.handshake.tck.ByteTransportContract;
import dev.handshake.tck.ChunkingTransport;
import dev.handshake.tck.TransportPair;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;

/** The transport contract for TLS over sockets. */
class BlockingTlsContractTest {

    private static final int SMALL_BUFFER_BYTES = 4096;

    private record Ends(TlsTransport client, TlsTransport server) {}

    private static Ends ends(String version, UnaryOperator<ByteTransport> wrapper, boolean small) throws Exception {
        Loopback.Pair<Socket> sockets = new Loopback().sockets();
        for (Socket socket : new Socket[] {sockets.near(), sockets.far()}) {
            if (small) {
                socket.setSendBufferSize(SMALL_BUFFER_BYTES);
                socket.setReceiveBufferSize(SMALL_BUFFER_BYTES);
            }
        }
        TlsTransport client = TlsTransport.client(
                wrapper.apply(BlockingTransport.of(sockets.near())),
                SelfSigned.LOCALHOST,
                "localhost",
                443,
                SelfSigned.only(version));
        TlsTransport server =
                TlsTransport.server(wrapper.apply(BlockingTransport.of(sockets.far())), SelfSigned.LOCALHOST);
        FutureTask<Boolean> shaking = Loopback.start(() -> client.flush(Loopback.NO_RETRY));
        server.flush(Loopback.NO_RETRY);
        Loopback.await(shaking);
        return new Ends(client, server);
    }

    @Nested
    class Client13 implements ByteTransportContract {
        @Override
        public TransportPair open() throws Exception {
            Ends ends = ends("TLSv1.3", t -> t, false);
            return new TransportPair(ends.client(), ends.server());
        }
    }

    @Nested
    class Server13 implements ByteTransportContract {
        @Override
        public TransportPair open() throws Exception {
            Ends ends = ends("TLSv1.3", t -> t, false);
            return new TransportPair(ends.server(), ends.client());
        }
    }

    @Nested
    class Client12 implements ByteTransportContract {
        @Override
        public TransportPair open() throws Exception {
            Ends ends = ends("TLSv1.2", t -> t, false);
            return new TransportPair(ends.client(), new EndingAtClose(ends.server()));
        }

        @Override
        public Set<Ability> missing() {
            return Set.of(Ability.HALF_CLOSE);
        }
    }

    @Nested
    class Server12 implements ByteTransportContract {
        @Override
        public TransportPair open() throws Exception {
            Ends ends = ends("TLSv1.2", t -> t, false);
            return new TransportPair(ends.server(), new EndingAtClose(ends.client()));
        }

        @Override
        public Set<Ability> missing() {
            return Set.of(Ability.HALF_CLOSE);
        }
    }

    /** Less than a record's header; byte by byte is done in memory, where it costs no system calls. */
    @Nested
    class InChunks implements ByteTransportContract {
        @Override
        public TransportPair open() throws Exception {
            Ends ends = ends("TLSv1.3", t -> new ChunkingTransport(t, 3), true);
            return new TransportPair(ends.client(), ends.server());
        }
    }

    @Nested
    class OnVirtualThread implements ByteTransportContract {
        @Override
        public TransportPair open() throws Exception {
            Ends ends = ends("TLSv1.3", t -> t, false);
            return OnVirtualThreads.pair(ends.client(), ends.server());
        }
    }

    /** A peer without half-close that says goodbye, which close alone does not where writing may wait. */
    private record EndingAtClose(ByteTransport transport) implements ByteTransport {

        @Override
        public int read(ByteBuffer dst, Runnable retry) throws IOException {
            return transport.read(dst, retry);
        }

        @Override
        public int write(ByteBuffer src, Runnable retry) throws IOException {
            return transport.write(src, retry);
        }

        @Override
        public boolean flush(Runnable retry) throws IOException {
            return transport.flush(retry);
        }

        @Override
        public boolean blocks() {
            return true;
        }

        @Override
        public void close() {
            try {
                transport.shutdownOutput();
            } catch (IOException e) {
                // It is closed already, or broken.
            } finally {
                transport.close();
            }
        }
    }
}
