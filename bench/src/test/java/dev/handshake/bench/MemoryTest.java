package dev.handshake.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import dev.handshake.HandshakeException;
import dev.handshake.HandshakeFailure;
import dev.handshake.Step;
import dev.handshake.bench.memory.Accept;
import dev.handshake.bench.memory.ClientBenchmark;
import dev.handshake.bench.memory.DribbleBenchmark;
import dev.handshake.bench.memory.ExplainBenchmark;
import dev.handshake.bench.memory.Fault;
import dev.handshake.bench.memory.MessageBenchmark;
import dev.handshake.bench.memory.MillionSuite;
import dev.handshake.bench.memory.PeerBenchmark;
import dev.handshake.bench.memory.RefusalBenchmark;
import dev.handshake.bench.memory.Sample;
import dev.handshake.bench.memory.ServerBenchmark;
import dev.handshake.bench.report.Measures;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That the benchmarks measure what they say. */
class MemoryTest {

    private static final int RESPONSE_BYTES = 129;

    @Test
    void theRequestsHaveTheSizesThatTheFiguresAreFor() {
        assertThat(Sample.BROWSER.octets()).hasSize(521);
        assertThat(Sample.LARGE.octets()).hasSize(8192);
        assertThat(Sample.ofSize(4096)).hasSize(4096);
    }

    @Test
    void theBareLoopMakesTheRightAcceptValue() {
        byte[] accept = new byte[Accept.ACCEPT_BYTES];
        new Accept().write(Sample.KEY.getBytes(StandardCharsets.ISO_8859_1), 0, accept, 0);
        assertThat(new String(accept, StandardCharsets.ISO_8859_1)).isEqualTo(Sample.ACCEPT);
    }

    @ParameterizedTest
    @EnumSource
    void eachRequestIsAccepted(Sample sample) {
        ServerBenchmark benchmark = new ServerBenchmark();
        benchmark.sample = sample;
        benchmark.render();
        assertAll(
                () -> assertThat(benchmark.reused()).isEqualTo(RESPONSE_BYTES),
                () -> assertThat(benchmark.pieces()).isEqualTo(RESPONSE_BYTES),
                () -> assertThat(benchmark.kept().target()).isEqualTo("/chat"),
                () -> assertThat(benchmark.floor()).isPositive());
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultBreaksItsRule(Fault fault) {
        RefusalBenchmark benchmark = new RefusalBenchmark();
        benchmark.fault = fault;
        benchmark.render();
        if (fault == Fault.NONE) {
            assertThat(benchmark.refused()).isEqualTo(RESPONSE_BYTES);
            assertThat(benchmark.explained()).isNull();
        } else {
            assertThat(Objects.requireNonNull(benchmark.explained()).failure())
                    .isEqualTo(HandshakeFailure.valueOf(fault.name()));
        }
    }

    @Test
    void theClientOpens() {
        ClientBenchmark benchmark = new ClientBenchmark();
        benchmark.locate();
        assertThat(benchmark.opened()).isEqualTo(Step.OPEN);
        assertThat(benchmark.floor()).isPositive();
    }

    @Test
    void thePeersAccept() throws Exception {
        PeerBenchmark benchmark = new PeerBenchmark();
        benchmark.parse();
        assertThat(benchmark.nettyPipeline()).isPositive();
        assertThat(benchmark.nettyParts()).isEqualTo(RESPONSE_BYTES);
        assertThat(benchmark.nettyAlone()).isTrue();
        assertThat(benchmark.javaWebSocket()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "on"})
    void explainsWhereItIsOn(String explain) {
        ExplainBenchmark benchmark = new ExplainBenchmark();
        benchmark.explain = explain;
        benchmark.make();
        assertThat(benchmark.accepted()).isCompleted();
        assertThat(benchmark.refused())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        HandshakeException.class,
                        e -> assertThat(e.trace().isPresent()).isEqualTo(explain.equals("on")));
    }

    @Test
    void handshakesThatAreHeldAreCounted() throws Exception {
        Measures measures = new Measures();
        new MillionSuite(20_000).run(measures);
        assertThat(measures.median("million.heap/both ends").orElseThrow()).isBetween(50.0, 300.0);
        assertThat(measures.all()).hasSize(2);
    }

    @Test
    void whatComesOctetByOctetIsAccepted() {
        DribbleBenchmark benchmark = new DribbleBenchmark();
        benchmark.render();
        assertThat(benchmark.dribbled()).isEqualTo(RESPONSE_BYTES);
    }

    @Test
    void eachEchoIsAsLongAsTheOthers() throws Exception {
        MessageBenchmark benchmark = new MessageBenchmark();
        benchmark.render();
        assertThat(benchmark.echo()).isEqualTo(1028);
        assertThat(benchmark.nettyFrames()).isEqualTo(1028);
        assertThat(benchmark.javaWebSocketFrames()).isEqualTo(1028);
        assertThat(benchmark.unmask().size()).isEqualTo(benchmark.copy().length);
        assertThat(benchmark.readAscii().text()).isEqualTo("x".repeat(1024));
        assertThat(benchmark.readMixed().text()).contains("Gr\u00fc\u00dfe");
    }
}
