package dev.handshake.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Java sample of the README and the documents compiles and runs. */
class SamplesTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void compilesAndRuns(Samples.Sample sample, @TempDir Path folder) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            try {
                Samples.run(sample, folder);
            } catch (Throwable e) {
                throw new AssertionError("the sample at " + sample + " fails: " + e, e);
            }
        });
    }

    static List<Samples.Sample> samples() throws IOException {
        List<Samples.Sample> samples = new ArrayList<>();
        for (Path page : Pages.all()) {
            samples.addAll(Samples.of(page));
        }
        assertThat(samples).isNotEmpty();
        return samples;
    }

    /** Where the pages are, seen from this module's folder. */
    static final class Pages {

        private Pages() {}

        /** Those at the top, of each module, and all of the documents. */
        static List<Path> all() throws IOException {
            try (Stream<Path> modules = Files.walk(Path.of(".."), 2);
                    Stream<Path> docs = Files.walk(Path.of("."))) {
                return Stream.concat(modules.filter(page -> !page.startsWith(Path.of("../docs"))), docs)
                        .filter(page -> page.toString().endsWith(".md"))
                        .filter(page -> !page.startsWith(Path.of("./target")))
                        .sorted()
                        .toList();
            }
        }
    }
}
