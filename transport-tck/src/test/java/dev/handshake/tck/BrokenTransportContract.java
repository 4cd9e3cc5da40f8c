package dev.handshake.tck;

import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract over a mutant, which a configuration parameter names. Run by {@link KitTest} only. */
@ExtendWith(MutantByName.class)
class BrokenTransportContract implements ByteTransportContract {

    private final Mutant mutant;

    BrokenTransportContract(Mutant mutant) {
        this.mutant = mutant;
    }

    @Override
    public TransportPair open() {
        MemoryTransport.Pair pair = MemoryTransport.pair(4096);
        return mutant.pair(pair.left(), pair.right());
    }

    /** Short, since a broken transport uses it up; and long enough for the sound parts on a busy machine. */
    @Override
    public Duration patience() {
        return Duration.ofMillis(800);
    }
}
