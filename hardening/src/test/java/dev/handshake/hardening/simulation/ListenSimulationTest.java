package dev.handshake.hardening.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.hardening.Runs;
import org.junit.jupiter.api.Test;

/** Ports and who comes to them, a seed for each; see {@link SimulationTest} for how to try more. */
class ListenSimulationTest {

    private static final int FEW = 400;

    @Test
    void eachVisitorComesToWhatTheEnginesComeTo() {
        Runs.each("listens", FEW, seed -> holds(new ListenSimulation(seed, true)));
    }

    @Test
    void eachConnectionEndsOnceAndGivesItsPlaceBackWhateverDisturbsIt() {
        Runs.each("listens", FEW, seed -> holds(new ListenSimulation(seed, false)));
    }

    @Test
    void isTheSameAgainWithTheSameSeed() {
        Runs.each("repetitions", 50, seed -> {
            String once = new ListenSimulation(seed, false).run().history();
            assertThat(new ListenSimulation(seed, false).run().history()).isEqualTo(once);
        });
    }

    private static void holds(ListenSimulation simulation) throws Exception {
        if (!simulation.run().problems().isEmpty()) {
            throw new AssertionError(String.join("\n", simulation.problems()) + "\n\n" + simulation.history());
        }
    }
}
