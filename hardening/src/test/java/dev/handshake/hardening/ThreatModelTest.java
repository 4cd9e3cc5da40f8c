package dev.handshake.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The threat model names the tests that show what it says, so they must be there. */
class ThreatModelTest {

    private static final Path ROOT = Path.of("..");

    @Test
    void namesTestsThatThereAre() throws IOException {
        String text = Files.readString(ROOT.resolve("docs/threat-model.md"));
        Set<String> named = Pattern.compile("`(\\w+(?:Test|Contract))`")
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1) + ".java")
                .collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> files =
                Files.find(ROOT, 12, (path, attributes) -> path.toString().endsWith(".java"))) {
            Set<String> there = files.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
            assertThat(named).hasSizeGreaterThan(15);
            assertThat(there).containsAll(named);
        }
    }
}
