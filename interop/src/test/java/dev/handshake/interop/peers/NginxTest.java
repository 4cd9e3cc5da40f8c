package dev.handshake.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshake.HandshakeFailure;
import dev.handshake.interop.wire.Answer;
import dev.handshake.interop.wire.Peer;
import dev.handshake.interop.wire.SocketPeer;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** nginx between us and others, set up well and set up badly. */
@Tag("interop")
class NginxTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking"})
    void carriesAClientToOurServer(String transport) throws Exception {
        try (Command.Served server = Command.serve("--transport", transport, "--subprotocol", "chat", "--deflate");
                Nginx nginx = Nginx.before(server.port(), directory)) {
            String origin = "http://127.0.0.1:" + nginx.port();
            Command.Connected client = Command.connect(
                    nginx.url("good") + "room", "--subprotocol", "chat", "--deflate", "--origin", origin);
            assertThat(client.opened()).as(client.toString()).isTrue();
            assertThat(client.text("subprotocol")).isEqualTo("chat");
            assertThat(client.text("extensions")).startsWith("permessage-deflate");
            assertThat(server.handshake().get("target").asText()).isEqualTo("/room");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "python"})
    void carriesOurClientToAServer(String language) throws Exception {
        try (ForeignServer server = ForeignServer.start(language, directory);
                Nginx nginx = Nginx.before(server.port(), directory)) {
            Command.Connected client =
                    Command.connect(nginx.url("good") + "room", "--subprotocol", "chat", "--deflate");
            assertThat(client.opened()).as(client.toString()).isTrue();
            assertThat(client.text("subprotocol")).isEqualTo("chat");
            assertThat(client.text("extensions")).startsWith("permessage-deflate");
            assertThat(Command.connect(nginx.url("good") + "no")
                            .json()
                            .get("status")
                            .asInt())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "no-headers, NO_CONNECTION_UPGRADE, 426",
        "no-upgrade, NO_UPGRADE, 426",
        "default, BAD_HTTP_VERSION, 505",
        "other-host, BAD_ORIGIN, 403"
    })
    void saysWhatIsWrongWithTheProxy(String location, HandshakeFailure rule, int status) throws Exception {
        try (Command.Served server = Command.serve();
                Nginx nginx = Nginx.before(server.port(), directory)) {
            String origin = "http://127.0.0.1:" + nginx.port();
            Command.Connected client = Command.connect(nginx.url(location), "--origin", origin);
            assertThat(client.text("failure")).isEqualTo("UPGRADE_DECLINED");
            assertThat(client.json().get("status").asInt()).isEqualTo(status);
            JsonNode handshake = server.handshake();
            assertThat(handshake.get("failure").asText()).isEqualTo(rule.name());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void endsTlsForOurServer(String transport) throws Exception {
        Certificate certificate = Certificate.in(directory);
        try (Command.Served server = Command.serve("--origin", "any");
                Nginx nginx = Nginx.withTlsBefore(server.port(), directory, certificate)) {
            String trusted = certificate.certificate().toString();
            Command.Connected client = Command.connect(
                    nginx.url("good") + "room",
                    "--transport",
                    transport,
                    "--cacert",
                    trusted,
                    "--origin",
                    "https://127.0.0.1:" + nginx.port());
            assertThat(client.opened()).as(client.toString()).isTrue();
            assertThat(server.handshake().get("target").asText()).isEqualTo("/room");

            Command.Connected distrustful = Command.connect(nginx.url("good"), "--transport", transport);
            assertThat(distrustful.exit()).isEqualTo(3);
            assertThat(distrustful.text("phase")).isEqualTo("TLS");
        }
    }

    /** What is said to the person must lead to the proxy, since that is what is wrong. */
    @ParameterizedTest
    @CsvSource({"no-headers, NO_CONNECTION_UPGRADE", "no-upgrade, NO_UPGRADE", "default, BAD_HTTP_VERSION"})
    void namesTheProxyInTheRefusal(String location, HandshakeFailure rule) throws Exception {
        try (Command.Served server = Command.serve();
                Nginx nginx = Nginx.before(server.port(), directory);
                Peer client = new SocketPeer(new Socket("127.0.0.1", nginx.port()))) {
            client.send("GET /" + location
                    + "/ HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
            Answer answer = Answer.parse(client.receiveHead());
            assertThat(client.receive(answer.contentLength()))
                    .contains(rule.name())
                    .contains("proxy");
        }
    }

    @Test
    void tellsThatTheServerBehindTheProxyIsNotThere() throws Exception {
        try (Nginx nginx = Nginx.before(1, directory)) {
            Command.Connected client = Command.connect(nginx.url("good"));
            assertThat(client.text("failure")).isEqualTo("UPGRADE_DECLINED");
            assertThat(client.json().get("status").asInt()).isEqualTo(502);
        }
    }
}
