package dev.handshake.hardening.fuzzing;

import dev.handshake.Role;
import dev.handshake.conformance.ConformanceCase;
import dev.handshake.conformance.Placeholders;
import dev.handshake.conformance.reference.Agreement;
import dev.handshake.conformance.reference.MutatedCases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** The rules a second time, slow and plain, which must come to what an engine makes of the same octets. One thread. */
final class SecondJudge {

    static final SecondJudge SERVER = new SecondJudge(Role.SERVER);
    static final SecondJudge CLIENT = new SecondJudge(Role.CLIENT);

    /** How many times as long as an engine it takes. */
    static final int COST = 10;

    private static final String SAMPLE_ACCEPT = Placeholders.accept(Placeholders.SAMPLE_KEY);

    private final MutatedCases cases;
    private final Agreement agreement = new Agreement();

    private SecondJudge(Role role) {
        this.cases = new MutatedCases(role);
    }

    /** Throws if engine and judge do not agree. */
    void hear(byte[] octets) {
        // A client's key is another one each time.
        String text = FuzzTargets.text(ByteBuffer.wrap(octets)).replace(SAMPLE_ACCEPT, "{ACCEPT}");
        ConformanceCase it = cases.with(text);
        if (it == null) {
            return;
        }
        String difference;
        try {
            difference = agreement.difference(it);
        } catch (IOException e) {
            throw new UncheckedIOException("there is no connection", e);
        }
        if (difference != null) {
            throw new AssertionError(difference);
        }
    }
}
