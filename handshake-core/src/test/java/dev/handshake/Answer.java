package dev.handshake;

import java.util.Arrays;
import java.util.List;

/** A response on the wire, taken apart by other means than those under test. */
record Answer(String statusLine, List<String> lines, String body) {

    static Answer of(String octets) {
        int end = octets.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("no complete head: " + octets);
        }
        List<String> head = Arrays.asList(octets.substring(0, end).split("\r\n", -1));
        return new Answer(head.get(0), head.subList(1, head.size()), octets.substring(end + 4));
    }

    int status() {
        return Integer.parseInt(statusLine.split(" ")[1]);
    }

    /** The values of all lines of a field. */
    List<String> all(String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .toList();
    }
}
