package dev.handshake.tck.tls;

import dev.handshake.tck.Ability;
import dev.handshake.tck.ByteTransportContract;
import dev.handshake.tck.ChunkingTransport;
import dev.handshake.tck.MemoryTransport;
import dev.handshake.tck.TlsContract;
import dev.handshake.tck.TransportPair;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The whole contract for TLS, whatever is below it. */
@Execution(ExecutionMode.CONCURRENT)
class TlsOverMemoryContractTest extends TlsContract {

    @Override
    public TransportPair open() {
        MemoryTransport.Pair pair = MemoryTransport.pair(8192);
        return new TransportPair(pair.left(), pair.right());
    }

    @Nested
    class OverSmallMemory implements ByteTransportContract {
        @Override
        public TransportPair open() throws IOException {
            TlsPair pair =
                    TlsPair.over(MemoryTransport.pair(256), t -> t, "TLSv1.3").shaken();
            return new TransportPair(pair.server(), pair.client());
        }
    }

    @Nested
    class ByteByByte13 implements ByteTransportContract {
        @Override
        public TransportPair open() throws IOException {
            TlsPair pair = TlsPair.over(MemoryTransport.pair(4096), ChunkingTransport::new, "TLSv1.3")
                    .shaken();
            return new TransportPair(pair.client(), pair.server());
        }
    }

    @Nested
    class ByteByByte12 implements ByteTransportContract {
        @Override
        public TransportPair open() throws IOException {
            TlsPair pair = TlsPair.over(MemoryTransport.pair(4096), ChunkingTransport::new, "TLSv1.2")
                    .shaken();
            return new TransportPair(pair.server(), pair.client());
        }

        @Override
        public Set<Ability> missing() {
            return Set.of(Ability.HALF_CLOSE);
        }
    }
}
