package dev.handshake.tck;

import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.net.SocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract over a group with a flaw, which a configuration parameter names. Run by {@link GroupKitTest} only. */
@ExtendWith(MutantByName.class)
class FlawedGroupContract implements TransportGroupContract {

    private final GroupFlaw flaw;

    FlawedGroupContract(GroupFlaw flaw) {
        this.flaw = flaw;
    }

    @Override
    public TransportGroup open(TransportOptions options) {
        return new MemoryGroup(options, flaw);
    }

    @Override
    public SocketAddress anywhere() {
        return new MemoryGroup.Address(0);
    }

    /** Short, since a flaw uses it up; and long enough for the sound parts on a busy machine. */
    @Override
    public Duration patience() {
        return Duration.ofMillis(800);
    }
}
