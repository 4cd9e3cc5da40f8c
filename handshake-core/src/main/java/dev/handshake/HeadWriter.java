package dev.handshake;

import java.util.Arrays;

/**
 * Writes a head, and notes where its parts are, so that what we send and what we receive are looked at in one way. It
 * writes what it is given: whoever gives it has looked for line ends.
 */
final class HeadWriter {

    private static final String LINE_END = "\r\n";

    private final StringBuilder text = new StringBuilder(256);
    private final Head head = new Head();
    private int[] fields = new int[4 * 8];
    private int count;

    HeadWriter requestLine(String method, String target, int version) {
        text.append(method)
                .append(' ')
                .append(target)
                .append(" HTTP/")
                .append(version / 10)
                .append('.');
        text.append(version % 10).append(LINE_END);
        head.methodTo = method.length();
        head.targetFrom = head.methodTo + 1;
        head.targetTo = head.targetFrom + target.length();
        head.version = version;
        return this;
    }

    HeadWriter statusLine(int status, String reason) {
        text.append("HTTP/1.1 ").append(status).append(' ');
        head.status = status;
        head.version = 11;
        head.targetFrom = text.length();
        text.append(reason);
        head.targetTo = text.length();
        text.append(LINE_END);
        return this;
    }

    HeadWriter field(String name, String value) {
        if (count * 4 == fields.length) {
            fields = Arrays.copyOf(fields, 2 * fields.length);
        }
        int row = 4 * count++;
        fields[row] = text.length();
        fields[row + 1] = text.append(name).length();
        fields[row + 2] = text.append(": ").length();
        fields[row + 3] = text.append(value).length();
        text.append(LINE_END);
        return this;
    }

    /** Ends the head and returns it. Its octets are all there is: the start line, if any, the fields, the empty line. */
    Head head() {
        head.bytes = Grammar.ascii(text.append(LINE_END).toString());
        for (int i = 0; i < count; i++) {
            head.add(fields[4 * i], fields[4 * i + 1], fields[4 * i + 2], fields[4 * i + 3]);
        }
        return head;
    }
}
