package dev.handshake.tck.tls;

import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.Ability;
import dev.handshake.tck.ByteTransportContract;
import dev.handshake.tck.ChunkingTransport;
import dev.handshake.tck.MemoryTransport;
import dev.handshake.tck.TransportPair;
import java.io.IOException;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;

/** The whole contract for TLS, whatever is below it. */
class TlsOverMemoryContractTest {

    private static final String TLS_1_2 = "TLSv1.2";
    private static final String TLS_1_3 = "TLSv1.3";

    /** In TLS 1.2 an end is answered with an end (RFC 5246, section 7.2.1). */
    private static final Set<Ability> NO_HALF_CLOSE = Set.of(Ability.HALF_CLOSE);

    private static TransportPair client(int capacityBytes, UnaryOperator<ByteTransport> wrapper, String version)
            throws IOException {
        TlsPair pair = TlsPair.over(MemoryTransport.pair(capacityBytes), wrapper, version)
                .shaken();
        return new TransportPair(pair.client(), pair.server());
    }

    private static TransportPair server(int capacityBytes, UnaryOperator<ByteTransport> wrapper, String version)
            throws IOException {
        TransportPair pair = client(capacityBytes, wrapper, version);
        return new TransportPair(pair.peer(), pair.tested());
    }

    @Nested
    class Client13 implements ByteTransportContract {
        @Override
        public TransportPair open() throws IOException {
            return client(8192, t -> t, TLS_1_3);
        }
    }

    @Nested
    class Server13 implements ByteTransportContract {
        @Override
        public TransportPair open() throws IOException {
            return server(8192, t -> t, TLS_1_3);
        }
    }

    @Nested
    class Client12 implements ByteTransportContract {
        @Override
        public TransportPair open() throws IOException {
            return client(8192, t -> t, TLS_1_2);
        }

        @Override
        public Set<Ability> missing() {
            return NO_HALF_CLOSE;
        }
    }

    @Nested
    class Server12 implements ByteTransportContract {
        @Override
        public TransportPair open() throws IOException {
            return server(8192, t -> t, TLS_1_2);
        }

        @Override
        public Set<Ability> missing() {
            return NO_HALF_CLOSE;
        }
    }

    @Nested
    class OverSmallMemory implements ByteTransportContract {
        @Override
        public TransportPair open() throws IOException {
            return server(256, t -> t, TLS_1_3);
        }
    }

    @Nested
    class ByteByByte13 implements ByteTransportContract {
        @Override
        public TransportPair open() throws IOException {
            return client(4096, ChunkingTransport::new, TLS_1_3);
        }
    }

    @Nested
    class ByteByByte12 implements ByteTransportContract {
        @Override
        public TransportPair open() throws IOException {
            return server(4096, ChunkingTransport::new, TLS_1_2);
        }

        @Override
        public Set<Ability> missing() {
            return NO_HALF_CLOSE;
        }
    }
}
