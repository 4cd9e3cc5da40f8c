package dev.handshake.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command with itself, as it was built: by the launcher of the tree, or as an image. */
@Tag("interop")
class CommandTest {

    @ParameterizedTest
    @CsvSource({"ws, nio, blocking", "wss, blocking, nio"})
    void opensToItself(String scheme, String serving, String connecting) throws Exception {
        try (Command.Served server = Command.serve("--tls", "--deflate", "--transport", serving)) {
            Command.Connected client =
                    Command.connect(server.url(scheme) + "room", "--insecure", "--deflate", "--transport", connecting);
            assertThat(client.opened()).as(client.toString()).isTrue();
            assertThat(client.text("extensions")).startsWith("permessage-deflate");
            assertThat(server.handshake().get("target").asText()).isEqualTo("/room");
        }
    }
}
