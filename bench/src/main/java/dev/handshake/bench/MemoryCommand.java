package dev.handshake.bench;

import dev.handshake.bench.memory.MemorySuite;
import dev.handshake.bench.report.Measures;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** In memory: request octets to response octets. */
@Command(
        name = "memory",
        description = "Request octets to response octets, without a socket, with JMH: time and garbage.",
        mixinStandardHelpOptions = true)
final class MemoryCommand implements Callable<Integer> {

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Option(names = "--only", paramLabel = "PATTERN", description = "Only benchmarks whose name this pattern finds.")
    private String only = "";

    @Override
    public Integer call() throws Exception {
        Measures measures = new Measures();
        MemorySuite suite = suite(report.quick);
        if (only.isEmpty()) {
            suite.runAll(measures);
        } else {
            suite.run(only, measures);
        }
        report.report(measures, new PrintWriter(System.out, true));
        return 0;
    }

    static MemorySuite suite(boolean quick) {
        return quick ? new MemorySuite(1, 2, 100) : new MemorySuite(3, 4, 200);
    }
}
