package dev.handshake.interop.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A response as it came over the wire, taken apart here and not by the library under test.
 *
 * @param status the status code
 * @param fields the lines behind the status line
 * @param body what {@code Content-Length} says, as far as it came
 * @param behind the octets behind the body
 */
public record Answer(int status, List<String> fields, String body, String behind) {

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    /** Takes octets apart that begin with a response, perhaps behind a 100; fails if they don't. */
    public static Answer parse(String received) {
        String octets = received.startsWith(CONTINUE) ? received.substring(CONTINUE.length()) : received;
        int end = octets.indexOf("\r\n\r\n");
        if (end < 0 || !octets.startsWith("HTTP/1.1 ")) {
            throw new AssertionError("this is no response: '" + octets + "'");
        }
        List<String> lines = List.of(octets.substring(0, end).split("\r\n"));
        int status = Integer.parseInt(lines.get(0).substring(9, 12));
        Answer head = new Answer(status, lines.subList(1, lines.size()), "", octets.substring(end + 4));
        int length = Math.min(head.contentLength(), head.behind.length());
        return new Answer(status, head.fields, head.behind.substring(0, length), head.behind.substring(length));
    }

    /** All values of a field, in their order. */
    public List<String> values(String name) {
        List<String> values = new ArrayList<>();
        String start = name.toLowerCase(Locale.ROOT) + ":";
        for (String field : fields) {
            if (field.toLowerCase(Locale.ROOT).startsWith(start)) {
                values.add(field.substring(start.length()).strip());
            }
        }
        return values;
    }

    public int contentLength() {
        List<String> lengths = values("Content-Length");
        return lengths.isEmpty() ? 0 : Integer.parseInt(lengths.get(0));
    }
}
