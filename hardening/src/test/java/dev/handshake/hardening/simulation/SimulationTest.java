package dev.handshake.hardening.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.hardening.Runs;
import org.junit.jupiter.api.Test;

/**
 * Handshakes over a simulated network, a seed for each. {@code -Dhardening.simulations=1000000} tries more of them, {@code
 * -Dhardening.seed=…} one again.
 */
class SimulationTest {

    private static final int FEW = 10_000;

    @Test
    void comesToWhatTheEnginesComeToHoweverTheNetworkSplitsAndDelays() {
        Runs.each("simulations", FEW, seed -> holds(new Simulation(seed, true)));
    }

    @Test
    void endsOnceAndLeavesNothingWhateverDisturbsIt() {
        Runs.each("simulations", FEW, seed -> holds(new Simulation(seed, false)));
    }

    @Test
    void isTheSameAgainWithTheSameSeed() {
        Runs.each("repetitions", 200, seed -> {
            String once = new Simulation(seed, false).run().history();
            assertThat(new Simulation(seed, false).run().history()).isEqualTo(once);
        });
    }

    private static void holds(Simulation simulation) {
        if (!simulation.run().problems().isEmpty()) {
            throw new AssertionError(String.join("\n", simulation.problems()) + "\n\n" + simulation.history());
        }
    }
}
