package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Transports of many kinds that keep the rules: the contract must be green for each of them. */
@Execution(ExecutionMode.CONCURRENT)
class SoundTransportsTest {

    private static TransportPair wrapped(int capacityBytes, UnaryOperator<ByteTransport> wrapper) {
        MemoryTransport.Pair pair = MemoryTransport.pair(capacityBytes);
        return new TransportPair(wrapper.apply(pair.left()), wrapper.apply(pair.right()));
    }

    @Nested
    class SmallMemory implements ByteTransportContract {
        @Override
        public TransportPair open() {
            return wrapped(64, t -> t);
        }
    }

    @Nested
    class Chunking implements ByteTransportContract {
        @Override
        public TransportPair open() {
            return wrapped(4096, ChunkingTransport::new);
        }
    }

    @Nested
    class ChunkingByThree implements ByteTransportContract {
        @Override
        public TransportPair open() {
            return wrapped(100, t -> new ChunkingTransport(t, 3));
        }
    }

    @Nested
    class NeverFailing implements ByteTransportContract {
        @Override
        public TransportPair open() {
            return wrapped(4096, t -> new FailingTransport(t, Integer.MAX_VALUE));
        }
    }

    @Nested
    class Waiting implements ByteTransportContract {
        @Override
        public TransportPair open() {
            return wrapped(4096, WaitingTransport::new);
        }
    }

    @Nested
    class WaitingForAPeerThatDoesNot implements ByteTransportContract {
        @Override
        public TransportPair open() {
            MemoryTransport.Pair pair = MemoryTransport.pair(64);
            return new TransportPair(new WaitingTransport(pair.left()), pair.right());
        }
    }

    @Nested
    class Holding implements ByteTransportContract {
        @Override
        public TransportPair open() {
            return wrapped(4096, HoldingTransport::new);
        }
    }

    @Nested
    class HoldingAndWaiting implements ByteTransportContract {
        @Override
        public TransportPair open() {
            return wrapped(4096, t -> new WaitingTransport(new HoldingTransport(t)));
        }
    }

    @Nested
    class Loop implements ByteTransportContract {
        @Override
        public TransportPair open() {
            return wrapped(4096, LoopTransport::new);
        }
    }

    @Nested
    class HoldingOnALoop implements ByteTransportContract {
        @Override
        public TransportPair open() {
            return wrapped(100, t -> new LoopTransport(new HoldingTransport(t)));
        }
    }

    @Nested
    class RetryingWithoutCause implements ByteTransportContract {
        @Override
        public TransportPair open() {
            return wrapped(4096, NeedlesslyRetrying::new);
        }
    }

    @Nested
    class WithoutAbilities implements ByteTransportContract {
        @Override
        public TransportPair open() {
            return wrapped(1 << 30, NotHalfClosing::new);
        }

        @Override
        public Set<Ability> missing() {
            return Set.of(Ability.values());
        }
    }

    /** T4 allows it: each retry is run once before the call returns, and again when there is a cause. */
    private static final class NeedlesslyRetrying extends ForwardingTransport {

        NeedlesslyRetrying(ByteTransport transport) {
            super(transport);
        }

        @Override
        public int read(ByteBuffer dst, Runnable retry) throws IOException {
            int n = super.read(dst, retry);
            retry.run();
            return n;
        }

        @Override
        public int write(ByteBuffer src, Runnable retry) throws IOException {
            int n = super.write(src, retry);
            retry.run();
            return n;
        }
    }

    private static final class NotHalfClosing extends ForwardingTransport {

        NotHalfClosing(ByteTransport transport) {
            super(transport);
        }

        @Override
        public void shutdownOutput() {}
    }
}
