package dev.handshake.interop.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A process that a test has started and ends. */
public final class Program implements AutoCloseable {

    private static final int BOUND_SECONDS = 60;

    /** How a program ended. */
    public record Ending(int exit, String output, String errors) {}

    private final Process process;
    /** An empty one behind the last. */
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    private Program(Process process) {
        this.process = process;
        Threads.start(() -> {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            reader.lines().map(Optional::of).forEach(lines::add);
            lines.add(Optional.empty());
            return null;
        });
    }

    /** Runs a program to its end. */
    public static Ending run(List<String> command) throws Exception {
        return run(command, Map.of());
    }

    public static Ending run(List<String> command, Map<String, String> environment) throws Exception {
        Process process = begin(new ProcessBuilder(command), environment);
        try {
            CompletableFuture<String> output = Threads.start(() -> text(process.getInputStream()));
            CompletableFuture<String> errors = Threads.start(() -> text(process.getErrorStream()));
            if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still running after " + BOUND_SECONDS + " s: " + command);
            }
            return new Ending(process.exitValue(), Threads.await(output), Threads.await(errors));
        } finally {
            end(process);
        }
    }

    /** Starts a program that goes on; its standard error is read like its output. */
    public static Program start(List<String> command, Map<String, String> environment) throws IOException {
        return new Program(begin(new ProcessBuilder(command).redirectErrorStream(true), environment));
    }

    private static Process begin(ProcessBuilder builder, Map<String, String> environment) throws IOException {
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Waits for a line of its output, and drops those before it; fails at once where the output ends. */
    public String await(Predicate<String> wanted) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (true) {
            Optional<String> next = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null || next.isEmpty()) {
                throw new AssertionError(
                        "the line did not come" + (next == null ? "" : " to the end") + ", only " + seen);
            }
            String line = next.get();
            seen.add(line);
            if (wanted.test(line)) {
                return line;
            }
        }
    }

    @Override
    public void close() {
        end(process);
    }

    /** It and what it has started, by their handles. */
    private static void end(Process process) {
        List<ProcessHandle> all = process.descendants().collect(Collectors.toCollection(ArrayList::new));
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle handle : all) {
            try {
                handle.onExit().get(5, TimeUnit.SECONDS);
            } catch (Exception e) {
                handle.destroyForcibly();
            }
        }
    }
}
