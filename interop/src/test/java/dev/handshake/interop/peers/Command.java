package dev.handshake.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshake.interop.wire.Program;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Our own command, as a user has it. */
final class Command {

    /** The launcher in the root, unless the build names another one. */
    private static final Path LAUNCHER = Path.of(System.getProperty("interop.command", "../handshake"))
            .toAbsolutePath()
            .normalize();

    private static final ObjectMapper JSON = new ObjectMapper();

    private Command() {}

    /** A {@code serve} that accepts connections. */
    record Served(Program program, int port) implements AutoCloseable {

        String url(String scheme) {
            return scheme + "://127.0.0.1:" + port + "/";
        }

        /** Waits for what it says of the next handshake. */
        JsonNode handshake() throws Exception {
            return JSON.readTree(program.await(line -> line.startsWith("{")));
        }

        @Override
        public void close() {
            program.close();
        }
    }

    static Served serve(String... options) throws Exception {
        List<String> command = command("serve", options);
        command.addAll(List.of("--port", "0", "--json"));
        Program program = Program.start(command, Map.of());
        JsonNode first = JSON.readTree(program.await(line -> line.startsWith("{\"listening\"")));
        return new Served(program, URI.create(first.get("listening").asText()).getPort());
    }

    /** What {@code connect} says of one URL, along with how it exited. */
    record Connected(int exit, JsonNode json, String errors) {

        boolean opened() {
            return json.get("opened").asBoolean();
        }

        String text(String name) {
            return json.get(name).asText();
        }
    }

    static Connected connect(String url, String... options) throws Exception {
        List<String> command = command("connect", options);
        command.addAll(List.of("--json", "--timeout", "20s", url));
        Program.Ending ending = Program.run(command);
        try {
            Connected connected = new Connected(ending.exit(), JSON.readTree(ending.output()), ending.errors());
            assertThat(connected.exit() == 0).isEqualTo(connected.opened());
            return connected;
        } catch (JsonProcessingException e) {
            throw new AssertionError(ending.toString(), e);
        }
    }

    /** What {@code connect} says of one URL and of the messages over it, a JSON object a line. */
    static Program.Ending exchange(String url, String... options) throws Exception {
        List<String> command = command("connect", options);
        command.addAll(List.of("--json", "--timeout", "20s", url));
        return Program.run(command);
    }

    static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    private static List<String> command(String name, String... options) {
        assumeTrue(Files.isExecutable(LAUNCHER), LAUNCHER + " is not there");
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString(), name));
        command.addAll(List.of(options));
        return command;
    }
}
