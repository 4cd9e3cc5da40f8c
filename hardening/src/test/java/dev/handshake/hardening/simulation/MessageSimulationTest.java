package dev.handshake.hardening.simulation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshake.hardening.Runs;
import dev.handshake.hardening.simulation.MessageSimulation.Waits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** WebSockets over a simulated network, a seed for each; see {@link SimulationTest} for how to try more. */
class MessageSimulationTest {

    private static final int FEW = 300;

    @Test
    void everyMessageArrivesAndBothEndsAreClean() {
        Runs.each("simulations", FEW, seed -> holds(new MessageSimulation(seed, true, Waits.NOBODY)));
    }

    @Test
    void endsOnceAndLeavesNobodyWaitingWhateverDisturbsIt() {
        Runs.each("simulations", FEW, seed -> holds(new MessageSimulation(seed, false, Waits.NOBODY)));
    }

    @Test
    void theSameIsTrueOfThreadsThatWait() {
        assumeTrue(SimulatedThreads.areAvailable(), "needs a JDK with virtual threads, 21 or later");
        Runs.each("simulations", FEW, seed -> holds(new MessageSimulation(seed, true, whoWaits(seed))));
        Runs.each("simulations", FEW, seed -> holds(new MessageSimulation(seed, false, whoWaits(seed))));
    }

    private static Waits whoWaits(long seed) {
        return List.of(Waits.SERVER, Waits.CLIENT, Waits.BOTH).get((int) (seed % 3));
    }

    private static void holds(MessageSimulation simulation) {
        if (!simulation.run().problems().isEmpty()) {
            throw new AssertionError(String.join("\n", simulation.problems()) + "\n\n" + simulation.history());
        }
    }
}
