package dev.handshake.hardening.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.hardening.Runs;
import org.junit.jupiter.api.Test;

/** Ways from a URI to an open connection, a seed for each; see {@link SimulationTest} for how to try more. */
class ConnectSimulationTest {

    private static final int FEW = 400;

    @Test
    void comesToWhatTheRulesAndAnEngineComeTo() {
        Runs.each("connects", FEW, seed -> holds(new ConnectSimulation(seed, true)));
    }

    @Test
    void endsOnceAndLeavesNothingWhateverDisturbsIt() {
        Runs.each("connects", FEW, seed -> holds(new ConnectSimulation(seed, false)));
    }

    @Test
    void isTheSameAgainWithTheSameSeed() {
        Runs.each("repetitions", 50, seed -> {
            String once = new ConnectSimulation(seed, false).run().history();
            assertThat(new ConnectSimulation(seed, false).run().history()).isEqualTo(once);
        });
    }

    private static void holds(ConnectSimulation simulation) {
        if (!simulation.run().problems().isEmpty()) {
            throw new AssertionError(String.join("\n", simulation.problems()) + "\n\n" + simulation.history());
        }
    }
}
