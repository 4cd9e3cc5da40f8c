package dev.handshake.bench.load;

import dev.handshake.bench.report.Measures;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Servers under load over loopback, each in a process of its own, one after the other in each round. */
public final class LoadSuite {

    static final int SERVER_CORE = 0;
    static final int LOAD_CORE = 1;

    private static final int AT_ONCE = 64;

    private final int warmUps;
    private final int rounds;
    private final int count;
    private final PrintWriter log;

    /**
     * Makes a suite.
     *
     * @param warmUps rounds before the first that counts, or what the compilers take is measured as well
     * @param rounds how often each server is measured
     * @param count handshakes in each round
     * @param log where it says what it does
     */
    public LoadSuite(int warmUps, int rounds, int count, PrintWriter log) {
        this.warmUps = warmUps;
        this.rounds = rounds;
        this.count = count;
        this.log = log;
    }

    /** Measures servers by name; an empty list stands for all. */
    public void run(List<String> names, Measures into) throws IOException {
        Map<Subject, Server> servers = new LinkedHashMap<>();
        try (Child load = Child.start(Java.DEFAULT, LOAD_CORE, LoadMain.class)) {
            for (Subject subject : subjects(names, List.of(Subject.values()), log)) {
                servers.put(subject, Server.start(subject, SERVER_CORE));
            }
            for (int round = 1 - warmUps; round <= rounds; round++) {
                log.println(heading(round, rounds, warmUps));
                for (Map.Entry<Subject, Server> each : servers.entrySet()) {
                    measure(each.getKey(), each.getValue(), load, round < 1 ? new Measures() : into);
                }
            }
        } finally {
            for (Server server : servers.values()) {
                server.close();
            }
        }
    }

    /** What a round is called. Those that only warm up come before the first, numbered up to 0. */
    static String heading(int round, int rounds, int warmUps) {
        return round < 1 ? "warming up, " + (round + warmUps) + " of " + warmUps : "round " + round + " of " + rounds;
    }

    static List<Subject> subjects(List<String> names, List<Subject> otherwise, PrintWriter log) {
        List<Subject> wanted =
                names.isEmpty() ? otherwise : names.stream().map(Subject::named).toList();
        return wanted.stream()
                .filter(subject -> {
                    subject.missing().ifPresent(why -> log.println("SKIPPED " + subject + ": " + why));
                    return subject.missing().isEmpty();
                })
                .toList();
    }

    private void measure(Subject subject, Server server, Child load, Measures into) throws IOException {
        long allocated = server.ask("allocated");
        CpuTime before = server.cpuTime();
        LoadResult result = server.load(load, count, AT_ONCE);
        CpuTime used = server.cpuTime().since(before);
        server.settle();
        into.add("load.cpu", subject.toString(), "", "µs", used.micros() / count);
        into.add("load.user", subject.toString(), "", "µs", used.userMicros() / count);
        into.add("load.rate", subject.toString(), "", "/s", result.opened() / result.seconds());
        into.add("load.p50", subject.toString(), "", "µs", result.medianMicros());
        into.add("load.p99", subject.toString(), "", "µs", result.highMicros());
        into.add("load.allocated", subject.toString(), "", "B", (server.ask("allocated") - allocated) / (double) count);
    }
}
