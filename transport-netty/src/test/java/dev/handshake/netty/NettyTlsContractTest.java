package dev.handshake.netty;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.handshake.tck.TlsContract;
import dev.handshake.tck.TransportPair;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** TLS of the core, not of Netty, over each way that Netty talks to this system; the ends have a loop each. */
@ExtendWith(Leaks.None.class)
class NettyTlsContractTest {

    /**
     * Room for some records in pieces. Where the peer has ended its half and a write finds no room, epoll
     * fails the write: Netty takes such a channel out of the set, and forgets that it did.
     */
    private static final int SMALL_BUFFER_BYTES = 1 << 14;

    private static final Map<NettyKind, Wires> NARROW = new EnumMap<>(NettyKind.class);

    @AfterAll
    static void endLoops() {
        NARROW.values().forEach(Wires::close);
    }

    private static TransportPair pair(NettyKind kind) throws Exception {
        assumeThat(kind.unavailable()).isEmpty();
        NettyTransport[] pair = NARROW.computeIfAbsent(kind, each -> new Wires(each, SMALL_BUFFER_BYTES))
                .pair();
        return new TransportPair(pair[0], pair[1]);
    }

    @Nested
    class Nio extends TlsContract {
        @Override
        public TransportPair open() throws Exception {
            return pair(NettyKind.NIO);
        }
    }

    @Nested
    class Epoll extends TlsContract {
        @Override
        public TransportPair open() throws Exception {
            return pair(NettyKind.EPOLL);
        }
    }

    @Nested
    class IoUring extends TlsContract {
        @Override
        public TransportPair open() throws Exception {
            return pair(NettyKind.IO_URING);
        }
    }
}
