package dev.handshake.bench.memory;

import dev.handshake.bench.report.Measures;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Handshakes held at once over the transport in memory, in a process whose heap is as large as the target. */
public final class MillionSuite {

    /** What a million may need in all. */
    private static final String HEAP = "-Xmx300m";

    private final int count;

    /** A suite that holds so many, a tenth of them with their messages. */
    public MillionSuite(int count) {
        this.count = count;
    }

    /** Runs it. */
    public void run(Measures into) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-Dslf4j.internal.verbosity=ERROR",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Million.class.getName(),
                        Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
            add("both ends", answers, into);
            add("a server's end, request and response", answers, into);
        } finally {
            process.destroy();
        }
    }

    private void add(String what, BufferedReader answers, Measures into) throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(count + " handshakes at once, " + what + ": they don't fit into " + HEAP);
        }
        into.add("million.heap", what, "", "B", Double.parseDouble(line));
    }
}
