package dev.handshake.bench.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which JDK runs a process. */
enum Java {
    /** The one that runs this. */
    DEFAULT,
    /** One with virtual threads: this one, or JDK 25 from {@code JAVA25_HOME} or {@code /usr/lib/jvm}. */
    VIRTUAL;

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    /** Returns the program. */
    Path program() {
        Path home = this == DEFAULT ? Path.of(System.getProperty("java.home")) : homeWithVirtualThreads();
        if (home == null) {
            throw new IllegalStateException("there is no JDK with virtual threads");
        }
        return home.resolve("bin/java");
    }

    Optional<String> missing() {
        return this == DEFAULT || homeWithVirtualThreads() != null
                ? Optional.empty()
                : Optional.of("needs a JDK with virtual threads; name one with JAVA25_HOME");
    }

    private static @Nullable Path homeWithVirtualThreads() {
        if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
            return Path.of(System.getProperty("java.home"));
        }
        String named = System.getenv("JAVA25_HOME");
        if (named != null) {
            return Path.of(named);
        }
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(Path.of("/usr/lib/jvm"), "*25*")) {
            for (Path home : homes) {
                if (Files.isExecutable(home.resolve("bin/java"))) {
                    return home;
                }
            }
        } catch (IOException e) {
            // Then there is none.
        }
        return null;
    }
}
