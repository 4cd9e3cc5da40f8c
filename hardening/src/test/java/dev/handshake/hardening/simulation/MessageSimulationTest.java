package dev.handshake.hardening.simulation;

import dev.handshake.hardening.Runs;
import org.junit.jupiter.api.Test;

/** WebSockets over a simulated network, a seed for each; see {@link SimulationTest} for how to try more. */
class MessageSimulationTest {

    private static final int FEW = 300;

    @Test
    void everyMessageArrivesAndBothEndsAreClean() {
        Runs.each("simulations", FEW, seed -> holds(new MessageSimulation(seed, true)));
    }

    @Test
    void endsOnceAndLeavesNobodyWaitingWhateverDisturbsIt() {
        Runs.each("simulations", FEW, seed -> holds(new MessageSimulation(seed, false)));
    }

    private static void holds(MessageSimulation simulation) {
        if (!simulation.run().problems().isEmpty()) {
            throw new AssertionError(String.join("\n", simulation.problems()) + "\n\n" + simulation.history());
        }
    }
}
