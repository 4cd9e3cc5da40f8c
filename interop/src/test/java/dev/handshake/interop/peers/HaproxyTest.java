package dev.handshake.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshake.interop.wire.Peer;
import dev.handshake.interop.wire.Program;
import dev.handshake.interop.wire.SocketPeer;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HAProxy in front of our {@code serve}, which tells it whose connection it is by the PROXY protocol. */
@Tag("interop")
class HaproxyTest {

    private static final String REQUEST = """
            GET /room HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            \r
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "send-proxy, nio",
        "send-proxy, blocking",
        "send-proxy, netty",
        "send-proxy-v2, nio",
        "send-proxy-v2, blocking",
        "send-proxy-v2, netty"
    })
    void tellsWhoseConnectionItIs(String version, String transport) throws Exception {
        int port = Ports.free();
        try (Command.Served server = Command.serve("--transport", transport, "--proxy-protocol", "127.0.0.1", "--tls");
                Program haproxy = haproxy(port, server.port(), version)) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                Peer client = new SocketPeer(socket);
                client.send(REQUEST);
                assertThat(client.receiveHead()).startsWith("HTTP/1.1 101 ");
                JsonNode handshake = server.handshake();
                assertThat(handshake.get("peer").asText()).isEqualTo("127.0.0.1:" + socket.getLocalPort());
            }
            Command.Connected client = Command.connect("wss://127.0.0.1:" + port + "/secure", "--insecure");
            assertThat(client.opened()).as(client.toString()).isTrue();
            assertThat(server.handshake().get("target").asText()).isEqualTo("/secure");
        }
    }

    @ParameterizedTest
    @CsvSource({"nio", "blocking"})
    void isRefusedWhereItDoesNotTell(String transport) throws Exception {
        int port = Ports.free();
        try (Command.Served server = Command.serve("--transport", transport, "--proxy-protocol", "127.0.0.1");
                Program haproxy = haproxy(port, server.port(), "")) {
            Command.Connected client = Command.connect("ws://127.0.0.1:" + port + "/");
            assertThat(client.opened()).as(client.toString()).isFalse();
            assertThat(server.handshake().get("opened").asBoolean()).isFalse();
        }
    }

    private Program haproxy(int port, int upstream, String options) throws Exception {
        String settings = Debian.text("haproxy.cfg")
                .replace("{PORT}", Integer.toString(port))
                .replace("{UPSTREAM}", Integer.toString(upstream))
                .replace("{OPTIONS}", options);
        return Haproxy.start(settings, directory);
    }
}
