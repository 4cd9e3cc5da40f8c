package dev.handshake.tck;

import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The contract over a mutant, which a configuration parameter names. Run by {@link KitTest} only. */
@ExtendWith(BrokenTransportContract.ByName.class)
class BrokenTransportContract implements ByteTransportContract {

    static final String MUTANT = "mutant";

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

    static final class ByName implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Mutant.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return Mutant.valueOf(context.getConfigurationParameter(MUTANT).orElseThrow());
        }
    }
}
