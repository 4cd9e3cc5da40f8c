package dev.handshake.bench.load;

import dev.handshake.bench.report.Measures;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** Heap for each connection that is held: open and idle, accepted and silent, with a part of a request. */
public final class IdleSuite {

    private static final int AT_ONCE = 64;
    private static final int PART_BYTES = 300;
    private static final int SETTLED_BYTES = 16 * 1024;
    private static final int MOST_LOOKS = 20;

    /** What is asked for, by the name under which it is reported. */
    private enum Kind {
        OPEN("open", Integer.MAX_VALUE),
        SILENT("silent", 0),
        PENDING("with " + PART_BYTES + " octets of a request", PART_BYTES);

        final String text;
        final int requestBytes;

        Kind(String text, int requestBytes) {
            this.text = text;
            this.requestBytes = requestBytes;
        }
    }

    private static final List<Subject> SERVERS = List.of(
            Subject.BARE_NIO,
            Subject.NIO,
            Subject.NIO_PORT,
            Subject.BARE_VIRTUAL,
            Subject.VIRTUAL,
            Subject.NETTY_EPOLL,
            Subject.HANDLER_EPOLL,
            Subject.PEER_NETTY_EPOLL,
            Subject.JAVA_WEBSOCKET,
            Subject.JETTY,
            Subject.UNDERTOW);

    private final int rounds;
    private final int count;
    private final PrintWriter log;

    /** A suite of so many rounds, each with so many connections at once. */
    public IdleSuite(int rounds, int count, PrintWriter log) {
        this.rounds = rounds;
        this.count = count;
        this.log = log;
    }

    /** Measures servers by name; an empty list stands for a choice of them. */
    public void run(List<String> names, Measures into) throws IOException {
        List<Subject> subjects = LoadSuite.subjects(names, SERVERS, log);
        for (int round = 1; round <= rounds; round++) {
            log.println("round " + round + " of " + rounds);
            for (Subject subject : subjects) {
                log.println(subject);
                try (Child load = Child.start(Java.DEFAULT, LoadSuite.LOAD_CORE, LoadMain.class);
                        Server server = Server.start(subject, LoadSuite.SERVER_CORE)) {
                    server.load(load, count, AT_ONCE);
                    // Once without measuring, so that what grows with the first connections has grown.
                    load.ask("hold " + server.port() + " " + count + " " + Kind.OPEN.requestBytes);
                    load.ask("release");
                    for (Kind kind : Kind.values()) {
                        measure(subject, server, load, kind, into);
                    }
                }
            }
        }
    }

    private void measure(Subject subject, Server server, Child load, Kind kind, Measures into) throws IOException {
        long before = settled(server);
        load.ask("hold " + server.port() + " " + count + " " + kind.requestBytes);
        long after = settled(server);
        load.ask("release");
        into.add("idle.heap", subject.toString(), kind.text, "B", (after - before) / (double) count);
    }

    /** The heap once it no longer changes: until then the server has connections to take, or to let go of. */
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
