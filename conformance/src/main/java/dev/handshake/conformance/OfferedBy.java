package dev.handshake.conformance;

import java.util.List;

/** What a client under test has offered, held against what a case assumes. */
final class OfferedBy {

    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

    private OfferedBy() {}

    /** Empty if the case is fair to whoever sent this request, else why not. */
    static String difference(ConformanceCase it, String request) {
        if (!it.profile().equals(Profile.usual())) {
            return "depends on settings of the client, which are not known";
        }
        Answer head = new Answer(0, request.lines().toList(), "");
        List<String> subprotocols = head.members(PROTOCOL);
        if (!subprotocols.equals(it.offer().subprotocols())) {
            return "is for a client that offers "
                    + said("subprotocols", it.offer().subprotocols());
        }
        List<String> extensions =
                head.members(EXTENSIONS).stream().map(OfferedBy::plain).toList();
        List<String> assumed = new Answer(
                        0, List.of(EXTENSIONS + ": " + it.offer().extensions()), "")
                .members(EXTENSIONS).stream().map(OfferedBy::plain).toList();
        // A server may always decline extensions, so where the answer names none, any offer will do.
        boolean matters = !assumed.isEmpty() || it.octets().template().contains(EXTENSIONS);
        if (matters && !extensions.equals(assumed)) {
            return "is for a client that offers " + said("extensions", assumed);
        }
        return "";
    }

    private static String plain(String extension) {
        return extension.replaceAll("\\s", "");
    }

    private static String said(String what, List<String> names) {
        return names.isEmpty() ? "no " + what : "the " + what + " " + String.join(", ", names);
    }
}
