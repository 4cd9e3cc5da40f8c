package dev.handshake.peers;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A script beside this class that another language runs, with a library from Debian's packages: a process that answers lines. */
final class Script implements Closeable {

    /** Whose scripts these are. */
    enum Language {
        NODE(
                ".js",
                "-e",
                Path.of("/usr/share/nodejs/ws/package.json"),
                "node-ws",
                "/usr/bin/node",
                "/usr/local/bin/node"),
        PYTHON(
                ".py",
                "-c",
                Path.of("/usr/lib/python3/dist-packages/websockets"),
                "python3-websockets",
                "/usr/bin/python3");

        private final String suffix;
        private final String option;
        private final Path library;
        private final String debianPackage;
        private final List<String> programs;

        Language(String suffix, String option, Path library, String debianPackage, String... programs) {
            this.suffix = suffix;
            this.option = option;
            this.library = library;
            this.debianPackage = debianPackage;
            this.programs = List.of(programs);
        }

        /** Says why it cannot be run, if so. */
        Optional<String> missing() {
            return program().isPresent() && Files.exists(library)
                    ? Optional.empty()
                    : Optional.of("the package " + debianPackage + " is not installed");
        }

        private Optional<String> program() {
            return programs.stream()
                    .filter(program -> Files.isExecutable(Path.of(program)))
                    .findFirst();
        }
    }

    private final Process process;
    private final BufferedReader output;
    private final Writer input;
    private final ExecutorService reading = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "script");
        thread.setDaemon(true);
        return thread;
    });

    private Script(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    static Script start(Language language, String name, String... arguments) throws IOException {
        Optional<String> missing = language.missing();
        if (missing.isPresent()) {
            throw new IOException(missing.get());
        }
        return run(language, text(name + language.suffix), arguments);
    }

    /** Runs a program of one line, for what it prints. */
    static String say(Language language, String program) throws Exception {
        try (Script script = run(language, program)) {
            return script.answer();
        }
    }

    private static Script run(Language language, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(language.program().orElseThrow(), language.option, program));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        // Debian's Node looks there by itself, another one doesn't.
        builder.environment().put("NODE_PATH", "/usr/share/nodejs");
        return new Script(builder.start());
    }

    private static String text(String file) throws IOException {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Asks a line. */
    void ask(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /** Waits for the next line that it prints. */
    String answer() throws Exception {
        String line = Outcome.await(reading.submit(output::readLine));
        if (line == null) {
            throw new IOException("the script has ended");
        }
        return line;
    }

    /** Ends its input, and so the script. */
    @Override
    public void close() throws IOException {
        reading.shutdownNow();
        Ending.run(() -> {
            try {
                input.close();
            } catch (IOException e) {
                // It has ended by itself.
            }
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        });
    }
}
