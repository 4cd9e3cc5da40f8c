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

    private static final int FEW_OVER_TLS = 500;

    @Test
    void comesToWhatTheEnginesComeToHoweverTheNetworkSplitsAndDelays() {
        Runs.each("simulations", FEW, seed -> holds(new Simulation(seed, true, false)));
    }

    @Test
    void endsOnceAndLeavesNothingWhateverDisturbsIt() {
        Runs.each("simulations", FEW, seed -> holds(new Simulation(seed, false, false)));
    }

    @Test
    void comesToTheSameOverTls() {
        Runs.each("tls", FEW_OVER_TLS, seed -> holds(new Simulation(seed, true, true)));
    }

    @Test
    void endsOnceAndLeavesNothingOverTls() {
        Runs.each("tls", FEW_OVER_TLS, seed -> holds(new Simulation(seed, false, true)));
    }

    @Test
    void isTheSameAgainWithTheSameSeed() {
        Runs.each("repetitions", 200, seed -> {
            boolean tls = seed % 4 == 0;
            String once = new Simulation(seed, false, tls).run().history();
            assertThat(new Simulation(seed, false, tls).run().history()).isEqualTo(once);
        });
    }

    private static void holds(Simulation simulation) {
        if (!simulation.run().problems().isEmpty()) {
            throw new AssertionError(String.join("\n", simulation.problems()) + "\n\n" + simulation.history());
        }
    }
}
