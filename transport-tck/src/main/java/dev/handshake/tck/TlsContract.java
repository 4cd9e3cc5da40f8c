package dev.handshake.tck;

import java.util.Set;
import org.junit.jupiter.api.Nested;

/**
 * TLS upon a transport: all rules of {@link ByteTransportContract} and of {@link HandshakeContract} for {@link
 * dev.handshake.tls.TlsTransport} over it, as client and as server, in TLS 1.2 and 1.3, and in pieces of 61 bytes. A
 * test class extends this one and implements {@link #open()} as it does for the transport alone:
 *
 * <pre>{@code
 * class MyTransportTlsTest extends TlsContract {
 *     @Override
 *     public TransportPair open() throws Exception {
 *         MyTransport[] ends = MyTransport.connectedPair();
 *         return new TransportPair(ends[0], ends[1]);
 *     }
 * }
 * }</pre>
 *
 * <p>A transport that keeps its rules passes: if it is red here and green alone, it likely has a fault that only shows
 * when both directions are used at once, or when little is moved at a time. Small buffers below (some KiB) make it quick.
 */
public abstract class TlsContract implements TransportUnderTest {

    /** Divides no record, so that each is cut in other places. A byte at a time would cost a system call for each. */
    private static final int CHUNK_BYTES = 61;

    /** In TLS 1.2 an end is answered with an end (RFC 5246, section 7.2.1). */
    private static final Set<Ability> NO_HALF_CLOSE = Set.of(Ability.HALF_CLOSE);

    /** For subclasses. */
    protected TlsContract() {}

    /** The client of TLS 1.3. */
    @Nested
    public class Client13 implements ByteTransportContract, HandshakeContract {

        /** For JUnit. */
        public Client13() {}

        @Override
        public TransportPair open() throws Exception {
            return TlsOver.client(TlsContract.this.open(), TlsOver.TLS_1_3, patience());
        }
    }

    /** The server of TLS 1.3. */
    @Nested
    public class Server13 implements ByteTransportContract, HandshakeContract {

        /** For JUnit. */
        public Server13() {}

        @Override
        public TransportPair open() throws Exception {
            return TlsOver.server(TlsContract.this.open(), TlsOver.TLS_1_3, patience());
        }
    }

    /** The client of TLS 1.2. */
    @Nested
    public class Client12 implements ByteTransportContract, HandshakeContract {

        /** For JUnit. */
        public Client12() {}

        @Override
        public TransportPair open() throws Exception {
            return TlsOver.client(TlsContract.this.open(), TlsOver.TLS_1_2, patience());
        }

        @Override
        public Set<Ability> missing() {
            return NO_HALF_CLOSE;
        }
    }

    /** The server of TLS 1.2. */
    @Nested
    public class Server12 implements ByteTransportContract, HandshakeContract {

        /** For JUnit. */
        public Server12() {}

        @Override
        public TransportPair open() throws Exception {
            return TlsOver.server(TlsContract.this.open(), TlsOver.TLS_1_2, patience());
        }

        @Override
        public Set<Ability> missing() {
            return NO_HALF_CLOSE;
        }
    }

    /** The client of TLS 1.3 over what moves 61 bytes in each call. */
    @Nested
    public class InPieces implements ByteTransportContract {

        /** For JUnit. */
        public InPieces() {}

        @Override
        public TransportPair open() throws Exception {
            TransportPair pair = TlsContract.this.open();
            TransportPair pieces = new TransportPair(
                    new ChunkingTransport(pair.tested(), CHUNK_BYTES),
                    new ChunkingTransport(pair.peer(), CHUNK_BYTES),
                    pair.afterwards());
            return TlsOver.client(pieces, TlsOver.TLS_1_3, patience());
        }
    }
}
