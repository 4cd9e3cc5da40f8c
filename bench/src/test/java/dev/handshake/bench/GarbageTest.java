package dev.handshake.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.handshake.bench.memory.Sample;
import dev.handshake.bench.memory.ServerBenchmark;
import dev.handshake.bench.memory.VerbBenchmark;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much is allocated for each handshake: octets are counted, so this depends on neither time nor load. */
class GarbageTest {

    private static final int WARM_UP = 200;
    private static final int HANDSHAKES = 1000;
    private static final long HEAD_BYTES = Sample.BROWSER.octets().length;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource
    void aReusedEngineAcceptsWithoutGarbage(Sample sample) {
        ServerBenchmark benchmark = benchmark(sample);
        assertThat(bytesForEach(benchmark::reused)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aReusedEngineAcceptsPiecesWithoutGarbage(Sample sample) {
        ServerBenchmark benchmark = benchmark(sample);
        assertThat(bytesForEach(benchmark::pieces)).isZero();
    }

    @Test
    void aFreshEngineAllocatesTheHeadThatIsKeptAndLittleMore() {
        assertThat(bytesForEach(benchmark(Sample.BROWSER)::kept)).isBetween(HEAD_BYTES, HEAD_BYTES + 2200);
    }

    @Test
    void aVerbAllocatesTheHeadThatIsKeptAndLittleMore() {
        assertThat(bytesForEach(new VerbBenchmark()::acceptAsync)).isBetween(HEAD_BYTES, HEAD_BYTES + 2200);
    }

    private static ServerBenchmark benchmark(Sample sample) {
        ServerBenchmark benchmark = new ServerBenchmark();
        benchmark.sample = sample;
        benchmark.render();
        return benchmark;
    }

    private long bytesForEach(Runnable handshake) {
        for (int i = 0; i < WARM_UP; i++) {
            handshake.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < HANDSHAKES; i++) {
            handshake.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / HANDSHAKES;
    }
}
