package dev.handshake.hardening.processes;

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
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A process with a {@link ServerMain} in it, which is asked line by line and ends with its standard input. What it logs is
 * kept. Used by one thread.
 */
public final class Child implements Closeable {

    private static final long PATIENCE_SECONDS = 60;
    private static final double TICKS_A_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final Pattern LOGGED = Pattern.compile(" (WARN|ERROR) ");

    private final Process process;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final Writer questions;
    private final int port;

    private Child(Process process) throws IOException {
        this.process = process;
        this.questions = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        collect(process.inputReader(StandardCharsets.UTF_8), List.of(answers));
        collect(process.errorReader(StandardCharsets.UTF_8), List.of(log, news));
        this.port = Integer.parseInt(next(answers).replace("listening ", ""));
    }

    /**
     * Starts a server.
     *
     * @param limit what the shell is told before, such as {@code ulimit -n 200}
     * @param options for the Java virtual machine
     * @param server see {@link ServerMain}
     */
    public static Child start(String limit, List<String> options, String... server) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", limit + " && exec \"$0\" \"$@\""));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:+UseSerialGC", "-Dslf4j.internal.verbosity=ERROR"));
        // Its standard output is for answers; a second configuration on the class path would be reported there.
        command.add("-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ServerMain.class.getName()));
        command.addAll(List.of(server));
        return new Child(new ProcessBuilder(command).start());
    }

    private static void collect(BufferedReader from, List<Queue<String>> into) {
        Thread reader = new Thread(() -> from.lines().forEach(line -> into.forEach(each -> each.add(line))));
        reader.setDaemon(true);
        reader.start();
    }

    public int port() {
        return port;
    }

    /** Asks, and waits for the line that answers. */
    public String ask(String question) throws IOException {
        questions.write(question + "\n");
        questions.flush();
        return next(answers);
    }

    public long number(String question) throws IOException {
        return Long.parseLong(ask(question));
    }

    /** Waits until it has logged a line with this text, behind those that were waited for before. */
    public void awaitLog(String text) throws IOException {
        while (!next(news).contains(text)) {
            // Something else was said.
        }
    }

    /** Returns the warnings and errors that it has logged, without what the Java virtual machine itself has to say. */
    public List<String> log() {
        return log.stream().filter(line -> LOGGED.matcher(line).find()).toList();
    }

    /** Returns what it has used of processors, in seconds, to a hundredth. */
    public double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1])) / TICKS_A_SECOND;
    }

    /** Returns how much memory it has in all, in bytes. */
    public long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    private String next(BlockingQueue<String> lines) throws IOException {
        try {
            String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new IOException("the server says nothing; it has logged " + log);
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
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
        }
    }
}
