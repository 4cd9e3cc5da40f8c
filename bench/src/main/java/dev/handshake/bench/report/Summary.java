package dev.handshake.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The few figures by which one picks a transport, for the first page of the documents. */
public final class Summary {

    private static final String BARE = "load.cpu/bare nio";

    /** What a person calls them, and what the load does. */
    private static final Map<String, String> SUBJECTS = new LinkedHashMap<>();

    static {
        SUBJECTS.put("`nio`", "handshake nio");
        SUBJECTS.put("`blocking`, virtual threads", "handshake blocking, virtual");
        SUBJECTS.put("`netty` over NIO", "handshake netty-nio");
        SUBJECTS.put("`netty` over epoll", "handshake netty-epoll");
        SUBJECTS.put("`netty`, the handler over epoll", "handshake handler, epoll");
        SUBJECTS.put("Netty's own handshaker over NIO", "netty");
        SUBJECTS.put("Netty's own handshaker over epoll", "netty-epoll");
        SUBJECTS.put("Java-WebSocket", "java-websocket");
        SUBJECTS.put("Jetty", "jetty");
    }

    private Summary() {}

    /** Returns a row for each that was measured, below a head. */
    public static List<List<String>> rows(Measures measures) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "a server's cost for each handshake", "CPU µs", "× a bare loop's", "allocated B", "system calls"));
        SUBJECTS.forEach((name, subject) -> {
            if (measures.median("load.cpu/" + subject).isPresent()) {
                rows.add(List.of(
                        name,
                        shown(measures.median("load.cpu/" + subject)),
                        shown(measures.ratio("load.cpu/" + subject, BARE)),
                        shown(measures.median("load.allocated/" + subject)),
                        shown(measures.median("syscalls.calls/" + subject))));
            }
        });
        return rows;
    }

    private static String shown(OptionalDouble number) {
        return number.isPresent() ? Text.number(number.getAsDouble()) : "";
    }
}
