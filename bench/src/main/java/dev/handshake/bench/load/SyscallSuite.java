package dev.handshake.bench.load;

import dev.handshake.bench.report.Measures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** System calls of a server for each handshake, counted by {@code strace}. */
public final class SyscallSuite {

    private static final Path STRACE = Path.of("/usr/bin/strace");
    private static final int AT_ONCE = 64;

    private final int count;
    private final int warmUp;
    private final PrintWriter log;

    /** A suite with so many handshakes, after so many to warm up. */
    public SyscallSuite(int count, int warmUp, PrintWriter log) {
        this.count = count;
        this.warmUp = warmUp;
        this.log = log;
    }

    /** Says why nothing can be counted here; empty if it can. */
    public static Optional<String> missing() {
        return Files.isExecutable(STRACE) ? Optional.empty() : Optional.of("strace is not installed");
    }

    /** Counts for servers by name; an empty list stands for all. */
    public void run(List<String> names, Measures into) throws IOException {
        try (Child load = Child.start(Java.DEFAULT, LoadSuite.LOAD_CORE, LoadMain.class)) {
            for (Subject subject : LoadSuite.subjects(names, List.of(Subject.values()), log)) {
                log.println("counting " + subject);
                try (Server server = Server.start(subject, LoadSuite.SERVER_CORE)) {
                    server.load(load, warmUp, AT_ONCE);
                    count(subject, server, load, into);
                }
            }
        }
    }

    private void count(Subject subject, Server server, Child load, Measures into) throws IOException {
        Path summary = Files.createTempFile("handshake-bench", ".strace");
        Process strace = new ProcessBuilder(
                        STRACE.toString(), "-f", "-c", "-o", summary.toString(), "-p", Long.toString(server.pid()))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = strace.inputReader()) {
            String line = said.readLine();
            if (line == null || !line.contains("attached")) {
                log.println("SKIPPED " + subject + ": strace says " + line);
                return;
            }
            server.load(load, count, AT_ONCE);
            // An interrupt has it detach and sum up.
            new ProcessBuilder("kill", "-INT", Long.toString(strace.pid()))
                    .start()
                    .waitFor();
            strace.waitFor();
            into.add("syscalls.calls", subject.toString(), "", "", total(summary) / (double) count);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            strace.destroy();
            Files.delete(summary);
        }
    }

    /** The last line: {@code 100.00 seconds micros calls errors total}, where errors may be missing. */
    private static long total(Path summary) throws IOException {
        List<String> lines = Files.readAllLines(summary);
        for (String line : lines) {
            String[] parts = line.strip().split("\\s+");
            if (parts.length >= 5 && parts[parts.length - 1].equals("total")) {
                return Long.parseLong(parts[3]);
            }
        }
        throw new IOException("no sum in what strace says: " + lines);
    }
}
