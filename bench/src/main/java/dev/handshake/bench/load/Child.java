package dev.handshake.bench.load;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of this program, which is asked line by line and ends with its standard input. */
final class Child implements Closeable {

    private static final Path TASKSET = Path.of("/usr/bin/taskset");
    private static final long PATIENCE_SECONDS = 10;
    private static final long LOOK_MILLIS = 100;
    private static final long IDLE_MICROS = 10_000;

    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    private Child(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.questions = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    }

    /**
     * Starts a process.
     *
     * @param core where it is pinned, if the system can do that; -1 for anywhere
     */
    static Child start(Java java, int core, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (core >= 0 && Files.isExecutable(TASKSET)) {
            command.addAll(List.of(TASKSET.toString(), "-c", Integer.toString(core)));
        }
        command.add(java.program().toString());
        command.addAll(List.of("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-Dslf4j.internal.verbosity=ERROR"));
        if (java == Java.VIRTUAL) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new Child(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    long pid() {
        return process.pid();
    }

    /** Asks, and waits for the line that answers. */
    String ask(String question) throws IOException {
        questions.write(question + "\n");
        questions.flush();
        return answer();
    }

    /** Waits for a line. */
    String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the process " + process.info().commandLine().orElse("") + " has ended");
        }
        return line;
    }

    /**
     * Waits until it does next to nothing, for a while at most: under load, many threads leave the one that compiles so little
     * of their processor that its queue grows, and what is measured then is code that is not compiled yet.
     */
    void settle() throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        double before;
        double now = cpuTime().micros();
        try {
            do {
                before = now;
                Thread.sleep(LOOK_MILLIS);
                now = cpuTime().micros();
            } while (now - before > IDLE_MICROS && System.nanoTime() < until);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Returns the time on a processor so far, that of processes which this one has started included. */
    CpuTime cpuTime() throws IOException {
        CpuTime sum = CpuTime.of(process.pid());
        for (ProcessHandle started : process.descendants().toList()) {
            sum = sum.plus(CpuTime.of(started.pid()));
        }
        return sum;
    }

    /** The same more exactly, thread by thread. */
    ThreadTimes threadTimes() throws IOException {
        ThreadTimes all = ThreadTimes.of(process.pid());
        for (ProcessHandle started : process.descendants().toList()) {
            all = all.and(ThreadTimes.of(started.pid()));
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        try {
            questions.close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            answers.close();
        }
    }
}
