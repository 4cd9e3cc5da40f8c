package dev.handshake.bench.report;

import static dev.handshake.bench.report.Target.atLeast;
import static dev.handshake.bench.report.Target.atMost;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The figures that we want to reach, and where we stand. */
public final class Targets {

    private static final String BARE = "bare nio";
    private static final int BROWSER_BYTES = 521;
    private static final int LARGE_BYTES = 8192;

    private Targets() {}

    /** Returns all of them. */
    public static List<Target> all() {
        List<Target> all = new ArrayList<>(memory());
        all.addAll(load());
        all.addAll(held());
        all.addAll(cold());
        return all;
    }

    /** Returns a row for each target that was measured, below a head. */
    public static List<List<String>> table(Measures measures) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("figure", "measured", "target", ""));
        for (Target target : all()) {
            OptionalDouble value = target.value().apply(measures);
            value.ifPresent(figure -> rows.add(List.of(
                    target.text(),
                    (Text.number(figure) + " " + target.unit()).strip(),
                    target.limitText(),
                    target.isMetBy(figure) ? "met" : "behind")));
        }
        return rows;
    }

    private static List<Target> memory() {
        return List.of(
                atMost("memory", "server engine reused, beside the floor", 2.0, "×", m -> ns(m, "reused", "floor")),
                atMost("memory", "the same, garbage", 0, "B", m -> m.median("memory.bytes/server.reused/BROWSER")),
                atMost(
                        "memory",
                        "fresh engine with the request kept, garbage beside the head",
                        600,
                        "B",
                        m -> beyond(m.median("memory.bytes/server.kept/BROWSER"), BROWSER_BYTES)),
                atLeast("memory", "Netty's pipeline beside the engine, time", 8, "×", m -> peer(m, "netty pipeline")),
                atLeast(
                        "memory",
                        "Netty's decoder, handshaker and encoder beside the engine, time",
                        3,
                        "×",
                        m -> peer(m, "netty without a pipeline")),
                atLeast(
                        "memory",
                        "Java-WebSocket's draft beside the engine, time",
                        5,
                        "×",
                        m -> peer(m, "java-websocket draft")),
                atMost("memory", "the dearest refusal beside an acceptance", 1.5, "×", m -> dearest(m, "refused")),
                atMost(
                        "memory",
                        "the same with the exception that explains it",
                        1.5,
                        "×",
                        m -> dearest(m, "explained")),
                atMost(
                        "memory",
                        "8 KiB head beside the browser's, time for each octet",
                        1.0,
                        "×",
                        m -> times(
                                m.ratio("memory.ns/server.reused/LARGE", "memory.ns/server.reused/BROWSER"),
                                (double) BROWSER_BYTES / LARGE_BYTES)),
                atMost(
                        "memory",
                        "octet by octet, twice as many",
                        2.3,
                        "×",
                        m -> m.ratio("memory.ns/server.dribbled/8192", "memory.ns/server.dribbled/4096")),
                atMost(
                        "memory",
                        "client engine without its key's randomness, beside the floor",
                        2.0,
                        "×",
                        m -> client(m)));
    }

    private static List<Target> load() {
        return List.of(
                beside("load", "nio, server CPU beside the bare loop", 1.05, "load.cpu", "handshake nio", BARE),
                beside("load", "nio, user time beside the bare loop", 1.25, "load.user", "handshake nio", BARE),
                atMost(
                        "load",
                        "nio, garbage beyond the bare loop's",
                        1500,
                        "B",
                        m -> difference(m, "load.allocated/handshake nio", "load.allocated/bare nio")),
                beside("load", "nio, p99 beside the bare loop", 1.10, "load.p99", "handshake nio", BARE),
                beside(
                        "load",
                        "nio, two loops beside one, CPU",
                        1.05,
                        "load.cpu",
                        "handshake nio, two loops",
                        "handshake nio"),
                beside(
                        "load",
                        "nio, two loops beside two bare ones, CPU",
                        1.05,
                        "load.cpu",
                        "handshake nio, two loops",
                        "bare nio, two loops"),
                beside(
                        "load",
                        "blocking, pool, CPU beside the bare one",
                        1.08,
                        "load.cpu",
                        "handshake blocking, pool",
                        "bare pool"),
                beside(
                        "load",
                        "blocking, virtual, CPU beside the bare one",
                        1.08,
                        "load.cpu",
                        "handshake blocking, virtual",
                        "bare virtual"),
                beside("load", "netty-nio, CPU beside Netty's own", 0.90, "load.cpu", "handshake netty-nio", "netty"),
                beside(
                        "load",
                        "netty-epoll, CPU beside Netty's own",
                        0.90,
                        "load.cpu",
                        "handshake netty-epoll",
                        "netty-epoll"),
                beside(
                        "load",
                        "handler over epoll, CPU beside Netty's own",
                        0.90,
                        "load.cpu",
                        "handshake handler, epoll",
                        "netty-epoll"),
                beside("client", "client over nio, CPU beside the bare one", 1.08, "client.cpu", "handshake nio", BARE),
                beside(
                        "client",
                        "client over blocking, CPU beside bare threads",
                        1.08,
                        "client.cpu",
                        "handshake blocking",
                        "bare threads"),
                beside(
                        "client",
                        "client over netty-epoll, CPU beside the bare one",
                        1.08,
                        "client.cpu",
                        "handshake netty-epoll",
                        BARE),
                beside(
                        "client",
                        "client over netty-epoll, CPU beside a bare one over Netty",
                        1.08,
                        "client.cpu",
                        "handshake netty-epoll",
                        "bare netty-epoll"),
                atMost("syscalls", "nio, system calls", 15, "", m -> m.median("syscalls.calls/handshake nio")));
    }

    private static List<Target> held() {
        String part = "with 300 octets of a request";
        return List.of(
                atMost(
                        "million",
                        "a million handshakes over the transport in memory, heap for each",
                        300,
                        "B",
                        m -> m.median("million.heap/both ends")),
                atMost(
                        "idle",
                        "nio, open connection, heap beyond the bare loop's",
                        200,
                        "B",
                        m -> difference(m, "idle.heap/handshake nio/open", "idle.heap/bare nio/open")),
                atMost(
                        "idle",
                        "nio, silent connection, heap beyond the bare loop's",
                        600,
                        "B",
                        m -> difference(m, "idle.heap/handshake nio/silent", "idle.heap/bare nio/silent")),
                atMost(
                        "idle",
                        "nio, 300 octets of a request, heap beyond the bare loop's silent one",
                        900,
                        "B",
                        m -> difference(m, "idle.heap/handshake nio/" + part, "idle.heap/bare nio/silent")));
    }

    private static List<Target> cold() {
        return List.of(
                beside(
                        "cold",
                        "nio, start to first 101 beside the bare loop",
                        1.8,
                        "cold.first",
                        "handshake nio",
                        BARE),
                beside(
                        "cold",
                        "nio, CPU up to the 10,000th beside the bare loop",
                        1.5,
                        "cold.cpu",
                        "handshake nio",
                        BARE));
    }

    private static Target beside(String part, String text, double limit, String group, String one, String other) {
        return atMost(part, text, limit, "×", m -> m.ratio(group + "/" + one, group + "/" + other));
    }

    private static OptionalDouble difference(Measures measures, String key, String base) {
        OptionalDouble less = measures.median(base);
        return less.isEmpty() ? less : beyond(measures.median(key), less.getAsDouble());
    }

    private static OptionalDouble ns(Measures measures, String one, String other) {
        return measures.ratio("memory.ns/server." + one + "/BROWSER", "memory.ns/server." + other + "/BROWSER");
    }

    private static OptionalDouble peer(Measures measures, String peer) {
        return measures.ratio("memory.ns/" + peer + "/BROWSER", "memory.ns/server.reused/BROWSER");
    }

    private static OptionalDouble dearest(Measures measures, String how) {
        String acceptance = "memory.ns/server." + how + "/NONE";
        return measures.of("memory.ns").stream()
                .filter(measure -> measure.subject().equals("server." + how))
                .map(measure -> measures.ratio(measure.key(), acceptance))
                .flatMapToDouble(OptionalDouble::stream)
                .max();
    }

    private static OptionalDouble client(Measures measures) {
        OptionalDouble opened = measures.median("memory.ns/client.opened");
        OptionalDouble floor = measures.median("memory.ns/client.floor");
        if (opened.isEmpty() || floor.isEmpty()) {
            return OptionalDouble.empty();
        }
        double others = measures.median("memory.ns/client.key").orElse(0)
                + measures.median("memory.ns/client.answer").orElse(0);
        return OptionalDouble.of((opened.getAsDouble() - others) / floor.getAsDouble());
    }

    private static OptionalDouble beyond(OptionalDouble value, double base) {
        return times(value, 1, -base);
    }

    private static OptionalDouble times(OptionalDouble value, double factor) {
        return times(value, factor, 0);
    }

    private static OptionalDouble times(OptionalDouble value, double factor, double more) {
        return value.isEmpty() ? value : OptionalDouble.of(value.getAsDouble() * factor + more);
    }
}
