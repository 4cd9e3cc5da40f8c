package dev.handshake.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a command line printed and how it ended. */
record Outcome(int exitCode, String out, String err) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Outcome of(String... args) {
        return of(InputStream.nullInputStream(), args);
    }

    /** Runs a command line that reads from standard input. */
    static Outcome of(InputStream in, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = HandshakeCommand.run(new Console(in, stream(out), stream(err)), args);
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream octets) {
        return new PrintStream(octets, false, StandardCharsets.UTF_8);
    }

    List<JsonNode> json() {
        return out.lines().map(Outcome::json).toList();
    }

    static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (Exception e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }
}
