package dev.handshake.hardening.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshake.Transports;
import dev.handshake.hardening.processes.Child;
import dev.handshake.hardening.processes.Usage;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Few handshakes of the many that {@link SoakMain} does: too few to tell anything of the heap. */
@Timeout(120)
class SoakTest {

    private static final int FEW = 500;
    private static final int AT_ONCE = 64;
    private static final long DEADLINE_MILLIS = 300;

    /** What the Java virtual machine opens when it first needs it, such as what virtual threads wait by. */
    private static final int OPENED_LATE = 8;

    @ParameterizedTest
    @CsvSource({"nio, false", "nio, true", "blocking, true", "netty, true"})
    void leavesNothingBehind(String transport, boolean messages) throws IOException {
        assumeTrue(Transports.named(transport).unavailable().isEmpty(), transport + " is not available");
        try (Child server = SoakMain.server(transport, messages, DEADLINE_MILLIS, "-XX:TieredStopAtLevel=1");
                SoakLoop loop = new SoakLoop(server.port(), messages, FEW)) {
            loop.run(FEW, AT_ONCE);
            Usage before = SoakMain.quiet(server);
            loop.run(FEW, AT_ONCE);
            Usage after = SoakMain.quiet(server);
            assertThat(loop.count(Visitor.Ending.WRONG)).isZero();
            assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + OPENED_LATE);
            assertThat(server.log()).isEmpty();
        }
    }
}
