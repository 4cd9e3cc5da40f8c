package dev.handshake.netty;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import dev.handshake.tck.ByteTransportContract;
import dev.handshake.tck.ChunkingTransport;
import dev.handshake.tck.HandshakeContract;
import dev.handshake.tck.TransportPair;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract, for each way that Netty talks to this system: over a user's channel, through a group, and in pieces. */
@ExtendWith(Leaks.None.class)
class NettyTransportContractTest {

    /** A prime, so that pieces and buffers seldom end together. */
    private static final int PIECE_BYTES = 7;

    private static final Map<NettyKind, Wires> WIRES = new EnumMap<>(NettyKind.class);
    private static final Map<NettyKind, Wires> NARROW = new EnumMap<>(NettyKind.class);

    @AfterAll
    static void endLoops() {
        WIRES.values().forEach(Wires::close);
        NARROW.values().forEach(Wires::close);
    }

    /** The two ends have a loop each. */
    private static TransportPair ofChannels(NettyKind kind) throws Exception {
        assumeThat(kind.unavailable()).isEmpty();
        NettyTransport[] pair = WIRES.computeIfAbsent(kind, Wires::new).pair();
        return new TransportPair(pair[0], pair[1]);
    }

    private static TransportPair inPieces(NettyKind kind) throws Exception {
        assumeThat(kind.unavailable()).isEmpty();
        NettyTransport[] pair =
                NARROW.computeIfAbsent(kind, each -> new Wires(each, 4096)).pair();
        return new TransportPair(new ChunkingTransport(pair[0], PIECE_BYTES), pair[1]);
    }

    /** Both ends on one loop. */
    private static TransportPair ofGroup(NettyKind kind, boolean accepting) throws Exception {
        assumeThat(kind.unavailable()).isEmpty();
        TransportGroup group = new NettyTransportGroup(kind, TransportOptions.defaults());
        CompletableFuture<ByteTransport> accepted = new CompletableFuture<>();
        TransportListener listener = group.listen(Loopback.anyPort(), accepted::complete);
        ByteTransport connected = Loopback.await(group.connect(listener.localAddress()));
        return accepting
                ? new TransportPair(Loopback.await(accepted), connected, group)
                : new TransportPair(connected, Loopback.await(accepted), group);
    }

    @Nested
    class NioChannel implements ByteTransportContract, HandshakeContract {
        @Override
        public TransportPair open() throws Exception {
            return ofChannels(NettyKind.NIO);
        }
    }

    @Nested
    class NioInPieces implements ByteTransportContract {
        @Override
        public TransportPair open() throws Exception {
            return inPieces(NettyKind.NIO);
        }
    }

    @Nested
    class NioAccepted implements ByteTransportContract, HandshakeContract {
        @Override
        public TransportPair open() throws Exception {
            return ofGroup(NettyKind.NIO, true);
        }
    }

    @Nested
    class NioConnected implements ByteTransportContract, HandshakeContract {
        @Override
        public TransportPair open() throws Exception {
            return ofGroup(NettyKind.NIO, false);
        }
    }

    @Nested
    class EpollChannel implements ByteTransportContract, HandshakeContract {
        @Override
        public TransportPair open() throws Exception {
            return ofChannels(NettyKind.EPOLL);
        }
    }

    @Nested
    class EpollInPieces implements ByteTransportContract {
        @Override
        public TransportPair open() throws Exception {
            return inPieces(NettyKind.EPOLL);
        }
    }

    @Nested
    class EpollAccepted implements ByteTransportContract, HandshakeContract {
        @Override
        public TransportPair open() throws Exception {
            return ofGroup(NettyKind.EPOLL, true);
        }
    }

    @Nested
    class EpollConnected implements ByteTransportContract, HandshakeContract {
        @Override
        public TransportPair open() throws Exception {
            return ofGroup(NettyKind.EPOLL, false);
        }
    }

    @Nested
    class IoUringChannel implements ByteTransportContract, HandshakeContract {
        @Override
        public TransportPair open() throws Exception {
            return ofChannels(NettyKind.IO_URING);
        }
    }

    @Nested
    class IoUringInPieces implements ByteTransportContract {
        @Override
        public TransportPair open() throws Exception {
            return inPieces(NettyKind.IO_URING);
        }
    }

    @Nested
    class IoUringAccepted implements ByteTransportContract, HandshakeContract {
        @Override
        public TransportPair open() throws Exception {
            return ofGroup(NettyKind.IO_URING, true);
        }
    }

    @Nested
    class IoUringConnected implements ByteTransportContract, HandshakeContract {
        @Override
        public TransportPair open() throws Exception {
            return ofGroup(NettyKind.IO_URING, false);
        }
    }
}
