package dev.handshake.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A response as it came over the wire, taken apart here and not by the library that may be under test. Interim responses
 * other than 101 before it are skipped.
 *
 * @param status the status code
 * @param fields the lines behind the status line
 * @param rest the octets behind the head, as far as they came
 */
record Answer(int status, List<String> fields, String rest) {

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: [^\\r\\n]*)?");
    private static final Pattern CHUNK = Pattern.compile("(?s)([0-9A-Fa-f]{1,7})[ \\t]*(?:;[^\\r\\n]*)?\\r\\n(.*)");

    /** Takes octets apart; empty if they don't begin with the whole head of a response. */
    static Optional<Answer> parse(String octets) {
        int end = octets.indexOf("\r\n\r\n");
        if (end < 0) {
            return Optional.empty();
        }
        String[] lines = octets.substring(0, end).split("\r\n");
        Matcher line = STATUS_LINE.matcher(lines[0]);
        if (!line.matches()) {
            return Optional.empty();
        }
        int status = Integer.parseInt(line.group(1));
        String rest = octets.substring(end + 4);
        if (status < 200 && status != 101) {
            return parse(rest);
        }
        return Optional.of(new Answer(status, Arrays.asList(lines).subList(1, lines.length), rest));
    }

    /** Whether octets may still become a response. */
    static boolean mayBegin(String octets) {
        String start = "HTTP/1.";
        return octets.startsWith(start) || start.startsWith(octets);
    }

    /** All lines of a field. */
    List<String> values(String name) {
        List<String> values = new ArrayList<>();
        String start = name.toLowerCase(Locale.ROOT) + ":";
        for (String field : fields) {
            if (field.toLowerCase(Locale.ROOT).startsWith(start)) {
                values.add(field.substring(start.length()).strip());
            }
        }
        return values;
    }

    /** All members of a field that is a list of tokens. */
    List<String> members(String name) {
        return values(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(member -> !member.isEmpty())
                .toList();
    }

    boolean has(String name, String member) {
        return members(name).stream().anyMatch(member::equalsIgnoreCase);
    }

    /** Whether all of the body is there, as far as its framing tells. */
    boolean isComplete() {
        if (status < 200 || status == 204 || status == 304) {
            return true;
        }
        if (!values("Transfer-Encoding").isEmpty()) {
            return isWholeChunked(rest);
        }
        OptionalInt length = length();
        return length.isPresent() && rest.length() >= length.getAsInt();
    }

    private OptionalInt length() {
        List<String> lengths = values("Content-Length");
        if (lengths.size() == 1 && lengths.get(0).matches("\\d{1,9}")) {
            return OptionalInt.of(Integer.parseInt(lengths.get(0)));
        }
        return OptionalInt.empty();
    }

    private static boolean isWholeChunked(String body) {
        String left = body;
        while (true) {
            Matcher chunk = CHUNK.matcher(left);
            if (!chunk.matches()) {
                return false;
            }
            int size = Integer.parseInt(chunk.group(1), 16);
            String behind = chunk.group(2);
            if (size == 0) {
                return behind.startsWith("\r\n") || behind.contains("\r\n\r\n");
            }
            if (behind.length() < size + 2) {
                return false;
            }
            left = behind.substring(size + 2);
        }
    }
}
