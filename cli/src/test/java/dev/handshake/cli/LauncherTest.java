package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code handshake}, in a tree of its own with a Maven that only takes down that it was called. */
@Timeout(120)
class LauncherTest {

    @TempDir
    private Path temp;

    private Path root;
    private Path tools;

    @BeforeEach
    void makeTree() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "the launcher needs bash");
        root = Files.createDirectories(temp.resolve("the root"));
        tools = Files.createDirectories(temp.resolve("tools"));
        Files.createDirectories(root.resolve("cli/src/main"));
        Files.createDirectories(root.resolve("cli/target/lib"));
        Files.copy(Path.of("../handshake"), root.resolve("handshake"));
        for (String source : List.of("pom.xml", "cli/pom.xml", "cli/src/main/A.java")) {
            Files.createFile(root.resolve(source));
        }
        for (String tool : List.of("bash", "env", "dirname", "readlink", "find", "mkdir", "rm", "mv", "cat")) {
            Files.createSymbolicLink(tools.resolve(tool), find(tool));
        }
        Files.createSymbolicLink(tools.resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));
        Path prepared = temp.resolve("prepared.jar");
        jar(prepared);
        tool(
                "mvn",
                "cat '" + prepared + "' > '" + root + "/cli/target/handshake-cli-1.jar'; echo \"$*\" >> '" + calls()
                        + "'");
    }

    @Test
    void runsThroughASymlinkFromAnotherDirectory() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("link"), Path.of("the root/handshake"));

        Ended ended = run(link, "transports");

        assertThat(ended.exitCode).isZero();
        assertThat(ended.out).contains("nio            rank   10  available\n");
        assertThat(ended.err).doesNotContain("WARNING");
    }

    @Test
    void buildsOnItsFirstUseOnly() throws Exception {
        Ended first = run(root.resolve("handshake"), "--version");
        Ended second = run(root.resolve("handshake"), "--version");

        assertThat(first.err).isEqualTo("handshake: building (first use, or the sources have changed)\n");
        assertThat(second.err).isEmpty();
        assertThat(List.of(first, second)).allSatisfy(ended -> {
            assertThat(ended.exitCode).isZero();
            assertThat(ended.out).startsWith("handshake ");
        });
        assertThat(calls()).content().containsOnlyOnce("-pl cli -am package");
    }

    @Test
    void buildsAgainWhenASourceHasChanged() throws Exception {
        run(root.resolve("handshake"), "--version");
        Files.setLastModifiedTime(
                root.resolve("cli/src/main/A.java"), FileTime.from(Instant.now().plusSeconds(5)));

        assertThat(run(root.resolve("handshake"), "--version").err).contains("building");
    }

    @Test
    void passesArgumentsAndTheExitCodeOn() throws Exception {
        Ended ended = run(root.resolve("handshake"), "connect", "ws://a b/", "*");

        assertThat(ended.exitCode).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(ended.err).contains("\nhandshake: ws://a b/: ");
    }

    @Test
    void endsOnSigtermWithoutAWord() throws Exception {
        Process process = start(root.resolve("handshake"), "serve", "--port", "0");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).startsWith("listening on ws://127.0.0.1:");
            process.toHandle().destroy();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
            assertThat(out.readLine()).isNull();
            assertThat(process.errorReader(StandardCharsets.UTF_8).lines()).hasSize(1);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void saysThatABuildFailed() throws Exception {
        tool("mvn", "echo it went wrong; exit 1");

        Ended ended = run(root.resolve("handshake"), "--version");

        assertThat(ended.exitCode).isEqualTo(1);
        assertThat(ended.err).endsWith("it went wrong\nhandshake: the build failed, as Maven says above\n");
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        Files.delete(tools.resolve("mvn"));

        Ended ended = run(root.resolve("handshake"), "--version");

        assertThat(ended.exitCode).isEqualTo(1);
        assertThat(ended.err.lines()).singleElement().asString().startsWith("handshake: mvn was not found");
    }

    @Test
    void saysThatJavaIsMissing() throws Exception {
        Files.delete(tools.resolve("java"));

        Ended ended = run(root.resolve("handshake"), "--version");

        assertThat(ended.exitCode).isEqualTo(1);
        assertThat(ended.err.lines()).singleElement().asString().startsWith("handshake: java was not found");
    }

    @Test
    void saysThatJavaIsTooOld() throws Exception {
        Files.delete(tools.resolve("java"));
        tool("java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");

        Ended ended = run(root.resolve("handshake"), "--version");

        assertThat(ended.exitCode).isEqualTo(1);
        assertThat(ended.err).isEqualTo("handshake: Java 17 or later is needed, but java is Java 11\n");
    }

    private record Ended(int exitCode, String out, String err) {}

    private Ended run(Path launcher, String... args) throws Exception {
        Process process = start(launcher, args);
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), out, err);
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(Path launcher, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().put("PATH", tools.toString());
        return builder.start();
    }

    private Path calls() {
        return temp.resolve("calls");
    }

    private void tool(String name, String script) throws Exception {
        Path tool = Files.writeString(tools.resolve(name), "#!/bin/bash\n" + script + "\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
    }

    private static Path find(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    /** Makes a jar that stands for the class path of this test. */
    private static void jar(Path file) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(":"))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
    }
}
