package dev.handshake.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Role;
import dev.handshake.conformance.ConformanceCase;
import dev.handshake.conformance.Placeholders;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The engines and the reference read the same from octets that nobody wrote. {@code -Dmutated.cases=1000000} tries more of
 * them for each role, {@code -Dmutated.from=1000000} others.
 */
class DifferentialTest {

    private static final long MANY = Long.getLong("mutated.cases", 10_000);
    private static final long FROM = Long.getLong("mutated.from", 0);

    @ParameterizedTest
    @EnumSource(Role.class)
    void enginesAndReferenceAgree(Role role) throws IOException {
        MutatedCases cases = new MutatedCases(role);
        Agreement agreement = new Agreement();
        for (long seed = FROM; seed < FROM + MANY; seed++) {
            ConformanceCase it = cases.of(seed);
            String difference = agreement.difference(it);
            if (difference != null) {
                assertThat(difference)
                        .as("seed %d, from %s:%n%s", seed, it, shown(it.input(Placeholders.defaults())))
                        .isNull();
            }
        }
    }

    private static String shown(String octets) {
        StringBuilder shown = new StringBuilder();
        octets.chars().forEach(c -> shown.append(c >= ' ' && c <= '~' ? (char) c : String.format("\\x%02x", c)));
        return shown.toString().replace("\\x0a", "\\x0a\n");
    }
}
