package dev.handshake.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our {@code connect} against servers that we did not write. */
@Tag("interop")
class ForeignServersTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"node, nio", "node, blocking", "node, netty", "python, nio", "python, blocking", "python, netty"})
    void opensWithASubprotocolAndCompression(String language, String transport) throws Exception {
        try (ForeignServer server = ForeignServer.start(language, directory)) {
            Command.Connected client = Command.connect(
                    "ws://127.0.0.1:" + server.port() + "/room?id=1",
                    "--transport",
                    transport,
                    "--subprotocol",
                    "x,chat",
                    "--deflate");
            assertThat(client.opened()).as(client.toString()).isTrue();
            assertThat(client.text("subprotocol")).isEqualTo("chat");
            assertThat(client.text("extensions")).startsWith("permessage-deflate");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "python"})
    void opensPlainly(String language) throws Exception {
        try (ForeignServer server = ForeignServer.start(language, directory)) {
            Command.Connected client = Command.connect("ws://127.0.0.1:" + server.port());
            assertThat(client.opened()).as(client.toString()).isTrue();
            assertThat(client.json().get("subprotocol").isNull()).isTrue();
            assertThat(client.text("extensions")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; server_max_window_bits=10; client_max_window_bits=11",
                "x-unknown; a=1, permessage-deflate; client_max_window_bits"
            })
    void agreesOnTheParametersOfCompression(String offer) throws Exception {
        for (String language : new String[] {"node", "python"}) {
            try (ForeignServer server = ForeignServer.start(language, directory)) {
                Command.Connected client =
                        Command.connect("ws://127.0.0.1:" + server.port() + "/", "--extension", offer);
                assertThat(client.opened()).as(client.toString()).isTrue();
                assertThat(client.text("extensions")).startsWith("permessage-deflate");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"node, nio", "node, blocking", "python, nio", "python, blocking"})
    void tellsTheRefusal(String language, String transport) throws Exception {
        try (ForeignServer server = ForeignServer.start(language, directory)) {
            Command.Connected client =
                    Command.connect("ws://127.0.0.1:" + server.port() + "/no", "--transport", transport);
            assertThat(client.exit()).isEqualTo(1);
            assertThat(client.text("failure")).isEqualTo("UPGRADE_DECLINED");
            assertThat(client.json().get("status").asInt()).isEqualTo(401);
        }
    }
}
