package dev.handshake.bench.load;

import dev.handshake.bench.report.Measures;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Servers that send messages back, each in a process of its own, one after the other in each round and for each length. */
public final class EchoSuite {

    private static final int AT_ONCE = 8;
    private static final int MOST_LOOKS = 20;
    private static final long SETTLED_BYTES = 20_000;

    /** What is sent, and how many of them in a whole round: for a tenth of a second of the fastest server's time, or more. */
    private enum Kind {
        TINY("32 B", 32, false, 30_000),
        SMALL("1 KiB", 1024, false, 25_000),
        MIDDLE("64 KiB", 64 * 1024, false, 2_000),
        LARGE("1 MiB", 1024 * 1024, false, 120),
        TINY_DEFLATED("32 B, compressed", 32, true, 15_000),
        SMALL_DEFLATED("1 KiB, compressed", 1024, true, 10_000),
        MIDDLE_DEFLATED("64 KiB, compressed", 64 * 1024, true, 400),
        LARGE_DEFLATED("1 MiB, compressed", 1024 * 1024, true, 24);

        final String text;
        private final int bytes;
        private final boolean deflated;
        private final int count;

        Kind(String text, int bytes, boolean deflated, int count) {
            this.text = text;
            this.bytes = bytes;
            this.deflated = deflated;
            this.count = count;
        }

        String question(String verb, int port) {
            return verb + " " + port + (deflated ? " deflate " : " plain ") + bytes + " ";
        }
    }

    private final int rounds;
    private final int part;
    private final int held;
    private final PrintWriter log;

    /**
     * Makes a suite.
     *
     * @param rounds how often each server is measured with each length
     * @param part a round is this part of a whole one: 1 for all, 20 for a twentieth of the messages
     * @param held how many connections are held to see what an idle one takes; 0 for no such look
     * @param log where it says what it does
     */
    public EchoSuite(int rounds, int part, int held, PrintWriter log) {
        this.rounds = rounds;
        this.part = part;
        this.held = held;
        this.log = log;
    }

    /** Measures servers by name; an empty list stands for all. */
    public void run(List<String> names, Measures into) throws IOException {
        Map<EchoSubject, Server> servers = new LinkedHashMap<>();
        try (Child load = Child.start(Java.DEFAULT, LoadSuite.LOAD_CORE, EchoLoadMain.class)) {
            for (EchoSubject subject : subjects(names)) {
                servers.put(subject, Server.start(subject, LoadSuite.SERVER_CORE));
            }
            for (Map.Entry<EchoSubject, Server> each : servers.entrySet()) {
                hold(each.getKey(), each.getValue(), load, into);
            }
            for (Kind kind : Kind.values()) {
                for (int round = 0; round <= rounds; round++) {
                    log.println(kind.text + ", " + (round == 0 ? "warming up" : "round " + round + " of " + rounds));
                    for (Map.Entry<EchoSubject, Server> each : servers.entrySet()) {
                        measure(each.getKey(), each.getValue(), load, kind, round == 0 ? new Measures() : into);
                    }
                }
            }
        } finally {
            for (Server server : servers.values()) {
                server.close();
            }
        }
    }

    private List<EchoSubject> subjects(List<String> names) {
        List<EchoSubject> wanted = names.isEmpty()
                ? List.of(EchoSubject.values())
                : names.stream().map(EchoSubject::named).toList();
        wanted.forEach(subject -> subject.missing().ifPresent(why -> log.println("SKIPPED " + subject + ": " + why)));
        return wanted.stream().filter(subject -> subject.missing().isEmpty()).toList();
    }

    /** A table has a row for each length, and a column for each server. */
    private void measure(EchoSubject subject, Server server, Child load, Kind kind, Measures into) throws IOException {
        int count = Math.max(AT_ONCE, kind.count / part);
        ThreadTimes before = server.threadTimes();
        String answer = load.ask(kind.question("run", server.port()) + count + " " + AT_ONCE + " " + AT_ONCE);
        double used = server.threadTimes().microsSince(before);
        if (!answer.matches("\\d+")) {
            log.println("SKIPPED " + subject + " with " + kind.text + ": " + answer);
            return;
        }
        into.add("echo." + subject, kind.text, "", "µs", used / (count + AT_ONCE));
        into.add("rate." + subject, kind.text, "", "/s", count / (Long.parseLong(answer) / 1e9));
    }

    /** What an open connection takes of the heap once a message has gone over it. */
    private void hold(EchoSubject subject, Server server, Child load, Measures into) throws IOException {
        // The heap of Node's is not Java's.
        if (held == 0 || subject == EchoSubject.WS) {
            return;
        }
        for (Kind kind : List.of(Kind.SMALL, Kind.SMALL_DEFLATED)) {
            // Once without measuring, so that what grows with the first connections has grown.
            load.ask(kind.question("hold", server.port()) + held);
            load.ask("release");
            long before = settled(server);
            load.ask(kind.question("hold", server.port()) + held);
            long after = settled(server);
            load.ask("release");
            String setting = kind == Kind.SMALL ? "" : "compressed";
            into.add("websocket.heap", subject.toString(), setting, "B", (after - before) / (double) held);
        }
    }

    private static long settled(Server server) throws IOException {
        long heap = server.ask("heap");
        for (int i = 0; i < MOST_LOOKS; i++) {
            long before = heap;
            heap = server.ask("heap");
            if (Math.abs(heap - before) < SETTLED_BYTES) {
                break;
            }
        }
        return heap;
    }
}
