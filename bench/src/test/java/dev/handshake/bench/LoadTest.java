package dev.handshake.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.bench.load.ClientSuite;
import dev.handshake.bench.load.EchoSuite;
import dev.handshake.bench.load.LoadSuite;
import dev.handshake.bench.report.Measures;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the load finds its servers, over loopback, with a few handshakes. */
class LoadTest {

    @Test
    void eachEchoIsMeasuredWithEachLength() throws Exception {
        Measures measures = new Measures();
        EchoSuite suite = new EchoSuite(1, 10_000, 0, new PrintWriter(Writer.nullWriter()));
        suite.run(List.of("handshake nio"), measures);
        assertThat(measures.of("rate.handshake nio"))
                .hasSize(8)
                .allSatisfy(measure -> assertThat(measure.least()).isPositive());
    }

    @Test
    void eachServerIsMeasuredInEachRound() throws Exception {
        Measures measures = new Measures();
        LoadSuite suite = new LoadSuite(1, 2, 20, new PrintWriter(Writer.nullWriter()));
        suite.run(List.of("bare nio", "handshake nio"), measures);
        assertThat(measures.of("load.rate")).hasSize(2).allSatisfy(measure -> {
            assertThat(measure.rounds()).hasSize(2);
            assertThat(measure.least()).isPositive();
        });
    }

    @Test
    void eachClientIsMeasuredInEachRound() throws Exception {
        Measures measures = new Measures();
        ClientSuite suite = new ClientSuite(1, 2, 20, new PrintWriter(Writer.nullWriter()));
        suite.run(List.of("bare nio", "bare threads", "handshake nio", "handshake blocking"), measures);
        assertThat(measures.of("client.cpu"))
                .hasSize(4)
                .allSatisfy(measure -> assertThat(measure.rounds()).hasSize(2));
    }
}
