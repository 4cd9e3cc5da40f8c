package dev.handshake.hardening.fuzzing;

import dev.handshake.Role;
import dev.handshake.hardening.Runs;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The octets of the frame cases, as they are and changed at random, for the decoder of both roles. */
class MessageFuzzTest {

    private static final int FEW = 1_000;

    @ParameterizedTest
    @EnumSource(Role.class)
    void takesTheOctetsOfEachCase(Role role) {
        MessageFuzz.seeds(role).forEach(octets -> attempt(role, octets));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void takesWhateverIsMadeOfThem(Role role) {
        List<byte[]> seeds = MessageFuzz.seeds(role);
        Runs.each("inputs", FEW, seed -> attempt(role, new Mutations(new SplittableRandom(seed)).of(seeds)));
    }

    private static void attempt(Role role, byte[] octets) {
        try {
            MessageFuzz.run(role, octets);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("as a " + role + " with\n" + HexFormat.of().formatHex(octets) + "\n" + e, e);
        }
    }
}
