package dev.handshake.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshake.interop.wire.Answer;
import dev.handshake.interop.wire.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that we did not write, against our {@code serve}. */
@Tag("interop")
class ForeignClientsTest {

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"node, nio", "node, blocking", "node, netty", "python, nio", "python, blocking", "python, netty"})
    void opensWithASubprotocolAndCompression(String language, String transport) throws Exception {
        try (Command.Served server =
                Command.serve("--transport", transport, "--subprotocol", "superchat,chat", "--deflate")) {
            JsonNode client = client(language, server.url("ws"), "x,chat", "deflate");
            assertThat(client.get("opened").asBoolean()).as(client.toString()).isTrue();
            assertThat(client.get("subprotocol").asText()).isEqualTo("chat");
            assertThat(client.get("extensions").asText()).startsWith("permessage-deflate");
            JsonNode handshake = server.handshake();
            assertThat(handshake.get("opened").asBoolean()).isTrue();
            assertThat(handshake.get("status").asInt()).isEqualTo(101);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "python"})
    void opensPlainly(String language) throws Exception {
        try (Command.Served server = Command.serve()) {
            JsonNode client = client(language, server.url("ws") + "a%20b?c=d", "", "");
            assertThat(client.get("opened").asBoolean()).as(client.toString()).isTrue();
            assertThat(client.get("subprotocol").asText()).isEmpty();
            assertThat(client.get("extensions").asText()).isEmpty();
            assertThat(server.handshake().get("target").asText()).isEqualTo("/a%20b?c=d");
        }
    }

    /** A head limit that no client can meet makes a refusal that each must understand. */
    @ParameterizedTest
    @CsvSource({"node, nio", "node, blocking", "python, nio", "python, blocking"})
    void readsTheRefusal(String language, String transport) throws Exception {
        try (Command.Served server = Command.serve("--transport", transport, "--max-head-bytes", "64")) {
            JsonNode client = client(language, server.url("ws"), "", "");
            assertThat(client.get("opened").asBoolean()).isFalse();
            assertThat(client.get("status").asInt()).as(client.toString()).isEqualTo(431);
            assertThat(server.handshake().get("failure").asText()).isEqualTo("HEAD_TOO_LARGE");
        }
    }

    private JsonNode client(String language, String url, String subprotocols, String deflate) throws Exception {
        Program.Ending ending = language.equals("node")
                ? Program.run(Debian.node(directory, "client.js", url, subprotocols, deflate), Debian.NODE_ENVIRONMENT)
                : Program.run(Debian.python(directory, "client.py", url, subprotocols, deflate));
        assertThat(ending.exit()).as(ending.errors()).isZero();
        return Command.json(ending.output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking"})
    void curlSeesTheSwitch(String transport) throws Exception {
        try (Command.Served server = Command.serve("--transport", transport);
                Program curl = Program.start(
                        curl(
                                "--http1.1",
                                "--verbose",
                                "--header",
                                "Connection: Upgrade",
                                "--header",
                                "Upgrade: websocket",
                                "--header",
                                "Sec-WebSocket-Version: 13",
                                "--header",
                                "Sec-WebSocket-Key: " + KEY,
                                server.url("http")),
                        Map.of())) {
            curl.await(line -> line.equals("< HTTP/1.1 101 Switching Protocols"));
            curl.await(line -> line.equals("< Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
            assertThat(server.handshake().get("opened").asBoolean()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--http1.1, 426, NO_CONNECTION, nio",
        "--http1.1, 426, NO_CONNECTION, blocking",
        "--http1.0, 505, BAD_HTTP_VERSION, nio",
        "--http2, 426, NO_UPGRADE_WEBSOCKET, nio"
    })
    void curlReadsTheRefusal(String version, int status, String rule, String transport) throws Exception {
        try (Command.Served server = Command.serve("--transport", transport)) {
            Program.Ending curl = Program.run(curl(version, server.url("http") + "chat"));
            assertThat(curl.exit()).as(curl.errors()).isZero();
            Answer answer = Answer.parse(curl.output());
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).contains(rule).hasSize(answer.contentLength());
            assertThat(server.handshake().get("failure").asText()).isEqualTo(rule);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking"})
    void curlSendsABodyThatIsRefusedReadably(String transport) throws Exception {
        try (Command.Served server = Command.serve("--transport", transport)) {
            String body = "x".repeat(100_000);
            Program.Ending curl =
                    Program.run(curl("--http1.1", "--header", "Expect:", "--data", body, server.url("http")));
            assertThat(curl.exit()).as(curl.errors()).isZero();
            Answer answer = Answer.parse(curl.output());
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.fields()).contains("Allow: GET");
            assertThat(server.handshake().get("failure").asText()).isEqualTo("BAD_METHOD");
        }
    }

    private static List<String> curl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Debian.program("curl", "/usr/bin/curl")));
        command.addAll(List.of("--silent", "--show-error", "--include", "--max-time", "30"));
        command.addAll(List.of(arguments));
        return command;
    }
}
