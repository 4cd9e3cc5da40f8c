package dev.handshake.interop.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What {@code docs/deviations.md} says: where we do not do what a vector expects. */
final class Deviations {

    private static final Path FILE = Path.of("..", "docs", "deviations.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([SC]-[A-Z-]+-\\d+) \\| .+ \\| .+ \\|$");

    private Deviations() {}

    /** The cases of strictness "should" that we do otherwise. */
    static List<String> fromShould() {
        return rows("## Deviations");
    }

    /** The cases of strictness "may" where we choose other than the vector. */
    static List<String> choices() {
        return rows("## Choices");
    }

    private static List<String> rows(String heading) {
        String text = read();
        int from = text.indexOf("\n" + heading + "\n");
        if (from < 0) {
            throw new AssertionError(FILE + " has no '" + heading + "'");
        }
        int to = text.indexOf("\n## ", from + 1);
        String section = text.substring(from, to < 0 ? text.length() : to);
        return ROW.matcher(section)
                .results()
                .map(MatchResult::group)
                .map(row -> row.split(" ")[1])
                .toList();
    }

    private static String read() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
