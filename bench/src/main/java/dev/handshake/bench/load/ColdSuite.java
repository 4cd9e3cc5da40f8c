package dev.handshake.bench.load;

import dev.handshake.bench.report.Measures;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** Servers that have just been started: the time to their first 101, and what the first handshakes cost. */
public final class ColdSuite {

    private static final int AT_ONCE = 64;
    private static final int WARM_UP = 1000;

    private final int rounds;
    private final int count;
    private final PrintWriter log;

    /** A suite of so many rounds, each with so many handshakes. */
    public ColdSuite(int rounds, int count, PrintWriter log) {
        this.rounds = rounds;
        this.count = count;
        this.log = log;
    }

    /** Measures servers by name; an empty list stands for all. */
    public void run(List<String> names, Measures into) throws IOException {
        List<Subject> subjects = LoadSuite.subjects(names, List.of(Subject.values()), log);
        try (Child load = Child.start(Java.DEFAULT, -1, LoadMain.class)) {
            try (Server any = Server.start(Subject.BARE_NIO, -1)) {
                any.load(load, WARM_UP, AT_ONCE);
            }
            for (int round = 1; round <= rounds; round++) {
                log.println("round " + round + " of " + rounds);
                for (Subject subject : subjects) {
                    measure(subject, load, into);
                }
            }
        }
    }

    private void measure(Subject subject, Child load, Measures into) throws IOException {
        long began = System.nanoTime();
        try (Server server = Server.start(subject, -1)) {
            server.load(load, 1, 1);
            into.add("cold.first", subject.toString(), "", "ms", (System.nanoTime() - began) / 1e6);
            server.load(load, count - 1, AT_ONCE);
            into.add("cold.cpu", subject.toString(), "", "ms", server.cpuTime().micros() / 1e3);
        }
    }
}
