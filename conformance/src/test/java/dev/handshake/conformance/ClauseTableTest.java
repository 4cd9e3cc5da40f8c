package dev.handshake.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of clauses in the documents is that of the cases; {@code -Dclauses.update=true} writes it. */
class ClauseTableTest {

    private static final Path PAGE = Path.of("../docs/conformance.md");
    private static final String START = "<!-- clauses: made by ClauseTableTest -->\n";
    private static final String END = "<!-- end of clauses -->\n";

    @Test
    void documentsShowWhatTheCasesSay() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(START) + START.length();
        int to = page.indexOf(END);
        String table = "\n" + String.join("\n", ClauseTable.lines()) + "\n\n";
        if (Boolean.getBoolean("clauses.update")) {
            Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
            return;
        }
        assertThat(page.substring(from, to)).isEqualTo(table);
    }
}
