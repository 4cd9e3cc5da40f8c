package dev.handshake.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import dev.handshake.tck.ByteTransportContract;
import dev.handshake.tck.ChunkingTransport;
import dev.handshake.tck.TransportPair;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract, for each way that Netty talks to this system: over a user's channel, through a group, and in pieces. */
@ExtendWith(Leaks.None.class)
class NettyTransportContractTest {

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
                NARROW.computeIfAbsent(kind, each -> new Wires(each, true)).pair();
        return new TransportPair(new ChunkingTransport(pair[0]), pair[1]);
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

    /** The kit's, but for one test. */
    interface Contract extends ByteTransportContract {

        /**
         * The kit fills a connection until a write answers 0. From a thread that is not the event loop's, that may only
         * mean that the loop has not come round to what it was given; it may still find room for all of it, and then no
         * byte was lost and nothing to be thrown. So this waits until the loop found none.
         */
        @Test
        @Override
        default void t10_flushThrowsWhenAByteCouldNotBePassedOn() throws Exception {
            TransportPair pair = open();
            try (ByteTransport tested = pair.tested();
                    ByteTransport peer = pair.peer()) {
                Semaphore told = new Semaphore(0);
                do {
                    Loopback.fill(tested, told::release);
                } while (told.tryAcquire(200, TimeUnit.MILLISECONDS));
                assertThat(tested.flush(told::release)).isFalse();
                peer.close();
                assertThatThrownBy(() -> {
                            while (!tested.flush(told::release)) {
                                Loopback.await(told);
                            }
                        })
                        .isInstanceOf(IOException.class);
            } finally {
                pair.afterwards().close();
            }
        }
    }

    @Nested
    class NioChannel implements Contract {
        @Override
        public TransportPair open() throws Exception {
            return ofChannels(NettyKind.NIO);
        }
    }

    @Nested
    class NioInPieces implements Contract {
        @Override
        public TransportPair open() throws Exception {
            return inPieces(NettyKind.NIO);
        }
    }

    @Nested
    class NioAccepted implements Contract {
        @Override
        public TransportPair open() throws Exception {
            return ofGroup(NettyKind.NIO, true);
        }
    }

    @Nested
    class NioConnected implements Contract {
        @Override
        public TransportPair open() throws Exception {
            return ofGroup(NettyKind.NIO, false);
        }
    }

    @Nested
    class EpollChannel implements Contract {
        @Override
        public TransportPair open() throws Exception {
            return ofChannels(NettyKind.EPOLL);
        }
    }

    @Nested
    class EpollInPieces implements Contract {
        @Override
        public TransportPair open() throws Exception {
            return inPieces(NettyKind.EPOLL);
        }
    }

    @Nested
    class EpollAccepted implements Contract {
        @Override
        public TransportPair open() throws Exception {
            return ofGroup(NettyKind.EPOLL, true);
        }
    }

    @Nested
    class EpollConnected implements Contract {
        @Override
        public TransportPair open() throws Exception {
            return ofGroup(NettyKind.EPOLL, false);
        }
    }

    @Nested
    class IoUringChannel implements Contract {
        @Override
        public TransportPair open() throws Exception {
            return ofChannels(NettyKind.IO_URING);
        }
    }

    @Nested
    class IoUringInPieces implements Contract {
        @Override
        public TransportPair open() throws Exception {
            return inPieces(NettyKind.IO_URING);
        }
    }

    @Nested
    class IoUringAccepted implements Contract {
        @Override
        public TransportPair open() throws Exception {
            return ofGroup(NettyKind.IO_URING, true);
        }
    }

    @Nested
    class IoUringConnected implements Contract {
        @Override
        public TransportPair open() throws Exception {
            return ofGroup(NettyKind.IO_URING, false);
        }
    }
}
