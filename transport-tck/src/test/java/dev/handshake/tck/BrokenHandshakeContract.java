package dev.handshake.tck;

import dev.handshake.Established;
import dev.handshake.spi.ByteTransport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract with a handshaker that is broken, as a configuration parameter says. Run by {@link HandshakeKitTest} only. */
@ExtendWith(MutantByName.class)
class BrokenHandshakeContract implements HandshakeContract, Handshaking.Caller {

    private final BrokenHandshaker broken;
    private final Duration patience;

    BrokenHandshakeContract(BrokenHandshaker broken, Duration patience) {
        this.broken = broken;
        this.patience = patience;
    }

    @Override
    public TransportPair open() {
        MemoryTransport.Pair pair = MemoryTransport.pair();
        return new TransportPair(broken.belowTls(pair.left()), pair.right());
    }

    @Override
    public CompletableFuture<Established> call(
            Examination x, ByteTransport transport, Function<ByteTransport, CompletableFuture<Established>> verb) {
        return broken.told(verb.apply(broken.below(transport)), x.reports);
    }

    @Override
    public Duration patience() {
        return patience;
    }
}
