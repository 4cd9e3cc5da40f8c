package dev.handshake.bench.memory;

import dev.handshake.bench.report.Measures;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks in memory, some rounds of all of them, so that what drifts on the machine meets all alike. JMH forks a
 * process for each.
 */
public final class MemorySuite {

    private static final String GARBAGE = "gc.alloc.rate.norm";
    private static final Map<String, String> PEERS = Map.of(
            "nettyPipeline", "netty pipeline",
            "nettyParts", "netty without a pipeline",
            "nettyAlone", "netty handshaker alone",
            "javaWebSocket", "java-websocket draft",
            "nettyFrames", "netty frames",
            "javaWebSocketFrames", "java-websocket frames");

    private static final int ITERATIONS = 2;

    /** In one long iteration the compilers get no further than its loop. */
    private static final int WARM_UPS = 3;

    private final int rounds;
    private final TimeValue warmUp;
    private final TimeValue time;

    /**
     * A suite of so many rounds.
     *
     * @param warmUpMillis how long each runs before it is measured, three times; the compilers need about three seconds
     * @param millis how long it is measured, twice
     */
    public MemorySuite(int rounds, int warmUpMillis, int millis) {
        this.rounds = rounds;
        this.warmUp = TimeValue.milliseconds(warmUpMillis);
        this.time = TimeValue.milliseconds(millis);
    }

    /**
     * Runs all that is about handshakes. The refusals, of which there are many, are compared among themselves, and have one
     * round.
     */
    public void runAll(Measures into) throws RunnerException {
        run("\\.memory\\.(?!Refusal|Message)", rounds, into);
        run("\\.memory\\.Refusal", 1, into);
    }

    /** Runs those of messages, which are no handshakes. */
    public void runMessages(Measures into) throws RunnerException {
        run("\\.memory\\.Message", rounds, into);
    }

    /** Runs what the pattern finds among the names of the benchmarks. */
    public void run(String pattern, Measures into) throws RunnerException {
        run(pattern, rounds, into);
    }

    private void run(String pattern, int rounds, Measures into) throws RunnerException {
        for (int round = 0; round < rounds; round++) {
            ChainedOptionsBuilder options = new OptionsBuilder()
                    .include(pattern)
                    .mode(Mode.AverageTime)
                    .timeUnit(TimeUnit.NANOSECONDS)
                    .addProfiler(GCProfiler.class)
                    .forks(1)
                    .jvmArgsAppend("-Dslf4j.internal.verbosity=ERROR", "-Xmx256m")
                    .warmupIterations(WARM_UPS)
                    .warmupTime(warmUp)
                    .measurementIterations(ITERATIONS)
                    .measurementTime(time)
                    .verbosity(VerboseMode.SILENT);
            for (RunResult result : new Runner(options.build()).run()) {
                add(result, into);
            }
        }
    }

    private static void add(RunResult result, Measures into) {
        BenchmarkParams params = result.getParams();
        String[] parts = params.getBenchmark().split("\\.");
        String type = parts[parts.length - 2].replace("Benchmark", "");
        String method = parts[parts.length - 1];
        if (type.equals("Message")) {
            addMessages(result, method, into);
            return;
        }
        String prefix =
                Map.of("Client", "client.", "Verb", "verb.", "Explain", "verb.").getOrDefault(type, "server.");
        String subject = PEERS.getOrDefault(method, prefix + method);
        String setting = type.equals("Peer") ? Sample.BROWSER.name() : setting(params);
        into.add("memory.ns", subject, setting, "ns", result.getPrimaryResult().getScore());
        Result<?> garbage = result.getSecondaryResults().get(GARBAGE);
        if (garbage != null) {
            // What JMH's own harness leaves is far below an octet.
            into.add("memory.bytes", subject, setting, "B", Math.rint(garbage.getScore()));
        }
    }

    /** Octets in a nanosecond are gigabytes in a second. A table has a row for each benchmark, and a column for each length. */
    private static void addMessages(RunResult result, String method, Measures into) {
        int bytes = Integer.parseInt(result.getParams().getParam("bytes"));
        String length = bytes < 1024 ? bytes + " B" : bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
        String subject = PEERS.getOrDefault(method, method);
        into.add(
                "codec." + length,
                subject,
                "",
                "GB/s",
                bytes / result.getPrimaryResult().getScore());
    }

    private static String setting(BenchmarkParams params) {
        return params.getParamsKeys().stream().findFirst().map(params::getParam).orElse("");
    }
}
