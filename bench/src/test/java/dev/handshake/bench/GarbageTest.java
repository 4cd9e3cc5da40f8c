package dev.handshake.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.handshake.ServerHandshake;
import dev.handshake.ServerHandshaker;
import dev.handshake.bench.memory.ClientBenchmark;
import dev.handshake.bench.memory.ExplainBenchmark;
import dev.handshake.bench.memory.Fault;
import dev.handshake.bench.memory.MessageBenchmark;
import dev.handshake.bench.memory.RefusalBenchmark;
import dev.handshake.bench.memory.Sample;
import dev.handshake.bench.memory.ServerBenchmark;
import dev.handshake.bench.memory.VerbBenchmark;
import dev.handshake.messages.MessageException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much is allocated for each handshake: octets are counted, so this depends on neither time nor load. */
class GarbageTest {

    private static final int WARM_UP = 200;
    private static final int HANDSHAKES = 1000;
    /** More than there are digests kept. */
    private static final int THREADS = 100;

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
        assertThat(bytesForEach(benchmark(Sample.BROWSER)::kept)).isBetween(HEAD_BYTES, HEAD_BYTES + 600);
    }

    @Test
    void aThreadThatComesOnceMakesNoDigestOfItsOwn() throws Exception {
        ServerBenchmark benchmark = benchmark(Sample.BROWSER);
        benchmark.reused();
        long[] allocated = new long[THREADS];
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            Thread once = new Thread(() -> {
                long before = threads.getCurrentThreadAllocatedBytes();
                benchmark.reused();
                allocated[thread] = threads.getCurrentThreadAllocatedBytes() - before;
            });
            once.start();
            once.join();
        }
        assertThat(allocated[THREADS - 1]).isZero();
    }

    @Test
    void anEngineThatHasReceivedNothingIsSmall() {
        ServerHandshaker handshaker = ServerHandshaker.create();
        assertThat(bytesForEach(handshaker::start)).isLessThanOrEqualTo(136);
    }

    @Test
    void anEngineWithAPartOfAHeadHoldsLittleMoreThanThat() {
        ServerHandshaker handshaker = ServerHandshaker.create();
        byte[] part = Arrays.copyOf(Sample.BROWSER.octets(), 300);
        assertThat(bytesForEach(() -> {
                    ServerHandshake engine = handshaker.start();
                    engine.input().put(part);
                    engine.step();
                }))
                .isLessThanOrEqualTo(part.length + 600);
    }

    @Test
    void aClientsEngineAllocatesLittleMoreThanItsMessages() {
        ClientBenchmark benchmark = new ClientBenchmark();
        benchmark.locate();
        assertThat(bytesForEach(benchmark::opened)).isLessThanOrEqualTo(2000);
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalAllocatesLittle(Fault fault) {
        RefusalBenchmark benchmark = new RefusalBenchmark();
        benchmark.fault = fault;
        benchmark.render();
        // To compare an Origin takes some texts.
        assertThat(bytesForEach(benchmark::refused)).isLessThanOrEqualTo(fault == Fault.BAD_ORIGIN ? 1900 : 1100);
        assertThat(bytesForEach(benchmark::explained)).isLessThanOrEqualTo(3800);
    }

    @Test
    void aVerbAllocatesTheHeadThatIsKeptAndLittleMore() {
        assertThat(bytesForEach(new VerbBenchmark()::acceptAsync)).isBetween(HEAD_BYTES, HEAD_BYTES + 2200);
    }

    @Test
    void explainingAllocatesNothingUnlessItIsOn() {
        assertThat(bytesForEach(explaining("off")::accepted))
                .isEqualTo(bytesForEach(new VerbBenchmark()::acceptAsync))
                .isLessThan(bytesForEach(explaining("on")::accepted));
    }

    private static ExplainBenchmark explaining(String explain) {
        ExplainBenchmark benchmark = new ExplainBenchmark();
        benchmark.explain = explain;
        benchmark.make();
        return benchmark;
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 1024, 65536})
    void anEchoAllocatesTheMessageAndLittleMore(int bytes) {
        MessageBenchmark benchmark = new MessageBenchmark();
        benchmark.bytes = bytes;
        benchmark.render();
        assertThat(bytesForEach(() -> {
                    try {
                        benchmark.echo();
                    } catch (MessageException e) {
                        throw new AssertionError(e);
                    }
                }))
                .isBetween((long) bytes, bytes + 250L);
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
