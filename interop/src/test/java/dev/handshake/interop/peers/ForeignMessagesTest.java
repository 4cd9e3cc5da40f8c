package dev.handshake.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshake.interop.wire.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages between our commands and programs that we did not write, in both roles, compressed and not. */
@Tag("interop")
class ForeignMessagesTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "node, nio, plain",
        "node, nio, deflate",
        "node, blocking, deflate",
        "node, netty, deflate",
        "node, nio, windows",
        "python, nio, windows",
        "python, nio, plain",
        "python, nio, deflate",
        "python, blocking, plain",
        "python, netty, plain"
    })
    void clientsHaveTheirMessagesEchoedByServe(String language, String transport, String compression) throws Exception {
        try (Command.Served server = Command.serve("--transport", transport, "--deflate")) {
            Program.Ending ending = language.equals("node")
                    ? Program.run(
                            Debian.node(directory, "messages.js", "client", server.url("ws"), compression),
                            Debian.NODE_ENVIRONMENT)
                    : Program.run(Debian.python(directory, "messages.py", "client", server.url("ws"), compression));
            assertThat(ending.exit()).as(ending.errors()).isZero();
            checkVerified(Command.json(ending.output()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "node, nio, plain",
        "node, nio, deflate",
        "node, blocking, deflate",
        "node, netty, plain",
        "node, nio, windows",
        "python, nio, windows",
        "python, nio, plain",
        "python, nio, deflate",
        "python, blocking, deflate",
        "python, netty, deflate"
    })
    void connectEchoesWhatServersSend(String language, String transport, String compression) throws Exception {
        try (ForeignServer server = ForeignServer.start(language, directory, "messages", "server", compression)) {
            String url = "ws://127.0.0.1:" + server.port() + "/verify";
            Program.Ending ending = Command.exchange(url, "--transport", transport, "--deflate", "--echo");
            assertThat(ending.exit()).as(ending.toString()).isZero();
            assertThat(ending.output()).endsWith("{\"closed\":4000,\"reason\":\"done\",\"failure\":null}\n");
            checkVerified(Command.json(server.program().await(line -> line.startsWith("{"))));
        }
    }

    @ParameterizedTest
    @CsvSource({"node, nio, deflate", "node, blocking, plain", "python, nio, deflate", "python, netty, plain"})
    void connectHasItsMessagesEchoedByServers(String language, String transport, String compression) throws Exception {
        try (ForeignServer server = ForeignServer.start(language, directory, "messages", "server", compression)) {
            String text = "Grüße, €, 😀; ".repeat(500);
            Program.Ending ending = Command.exchange(
                    "ws://127.0.0.1:" + server.port() + "/",
                    "--transport",
                    transport,
                    "--deflate",
                    "--send",
                    text,
                    "--send",
                    "x");
            assertThat(ending.exit()).as(ending.toString()).isZero();
            String[] lines = ending.output().split("\n");
            assertThat(Command.json(lines[2]).get("received").asText()).isEqualTo(text);
            assertThat(lines[4]).isEqualTo("{\"received\":\"x\"}");
            assertThat(lines[5]).isEqualTo("{\"closed\":1000,\"reason\":\"\",\"failure\":null}");
        }
    }

    private static void checkVerified(JsonNode outcome) {
        assertThat(outcome.get("echoed").asBoolean()).as(outcome.toString()).isTrue();
        assertThat(outcome.get("pong").asBoolean()).isTrue();
        assertThat(outcome.get("code").asInt()).isEqualTo(4000);
    }
}
