package dev.handshake.docs;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The Java samples of a Markdown page. Each must compile as it stands within a method body, and is run. What the reader
 * need not see, such as a peer to talk to, stands in comments of the page: {@code <!-- given … -->} before a sample and
 * {@code <!-- then … -->} behind it.
 */
final class Samples {

    private static final Pattern SAMPLE = Pattern.compile(
            "(?:<!-- given\\n(?<given>(?:(?!-->).)*?)-->\\s*)?```java\\n(?<code>.*?)```"
                    + "(?:\\s*<!-- then\\n(?<then>(?:(?!-->).)*?)-->)?",
            Pattern.DOTALL);
    private static final String IMPORTS = """
            import static org.assertj.core.api.Assertions.*;
            import dev.handshake.*;
            import dev.handshake.blocking.*;
            import dev.handshake.conformance.Profile;
            import dev.handshake.conformance.Report;
            import dev.handshake.conformance.Reports;
            import dev.handshake.conformance.ScannedServer;
            import dev.handshake.conformance.Suite;
            import dev.handshake.docs.Peer;
            import dev.handshake.messages.*;
            import dev.handshake.nio.*;
            import dev.handshake.spi.*;
            import dev.handshake.tck.*;
            import java.io.*;
            import java.net.*;
            import java.nio.*;
            import java.nio.channels.*;
            import java.nio.charset.*;
            import java.nio.file.*;
            import java.security.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.stream.*;
            import javax.net.ssl.*;
            """;

    /** A sample, with the line of the page where it begins. */
    record Sample(Path page, int line, String given, String code, String then) {
        @Override
        public String toString() {
            return page + ":" + line;
        }
    }

    private Samples() {}

    static List<Sample> of(Path page) throws IOException {
        String text = Files.readString(page);
        List<Sample> samples = new ArrayList<>();
        Matcher matcher = SAMPLE.matcher(text);
        while (matcher.find()) {
            int line = (int) text.substring(0, matcher.start("code")).lines().count();
            samples.add(new Sample(
                    page,
                    line,
                    orEmpty(matcher.group("given")),
                    matcher.group("code"),
                    orEmpty(matcher.group("then"))));
        }
        return samples;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** Compiles a sample into a folder, and runs it. What it throws comes through. */
    static void run(Sample sample, Path folder) throws Throwable {
        String own = lines(sample.code(), true);
        String body = sample.given() + lines(sample.code(), false) + sample.then();
        Path source = folder.resolve("Sample.java");
        Files.writeString(
                source,
                own + IMPORTS + "public class Sample { public static void run() throws Throwable {\n" + body
                        + "\n}}\n");
        compile(sample, source, folder);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, Samples.class.getClassLoader())) {
            loader.loadClass("Sample").getMethod("run").invoke(null);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The import lines of a sample, or all others. */
    private static String lines(String code, boolean imports) {
        return code.lines()
                .filter(line -> line.startsWith("import ") == imports)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static void compile(Sample sample, Path source, Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = List.of(
                "--release", "17", "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            if (!compiled) {
                throw new AssertionError(
                        "the sample at " + sample + " does not compile:\n" + messages + Files.readString(source));
            }
        }
    }
}
