package dev.handshake.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each peer opens a WebSocket, and says no where it should. */
class PeersTest {

    private static final List<String> CHAT = List.of("chat");
    private static final List<String> IN_ANOTHER_LANGUAGE = List.of("ws", "websockets");

    static Stream<String> servers() {
        return Peers.SERVERS.stream().filter(name -> !IN_ANOTHER_LANGUAGE.contains(name));
    }

    static Stream<String> clients() {
        return Peers.CLIENTS.stream().filter(name -> !IN_ANOTHER_LANGUAGE.contains(name));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aServerAcceptsAtAnyPathWithAndWithoutASubprotocol(String name) throws Exception {
        try (ServerPeer.Listening server = Peers.server(name).listen(0, true);
                ClientPeer client = Peers.client("handshake-nio")) {
            String root = "ws://127.0.0.1:" + server.port();
            client.open(URI.create(root), List.of(), "");
            client.open(URI.create(root + "/a/path"), CHAT, "");
            assertThat(server.port()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aClientOpensWithAndWithoutASubprotocol(String name) throws Exception {
        try (ServerPeer.Listening server = Peers.server("handshake-nio").listen(0, true);
                ClientPeer client = Peers.client(name)) {
            URI uri = URI.create("ws://127.0.0.1:" + server.port() + "/");
            assertThatCode(() -> client.open(uri, List.of(), "")).doesNotThrowAnyException();
            assertThatCode(() -> client.open(uri, CHAT, "permessage-deflate")).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aClientTellsThatItWasRefused(String name) throws Exception {
        try (ServerSocket refusing = new ServerSocket();
                ClientPeer client = Peers.client(name)) {
            refusing.bind(new InetSocketAddress("127.0.0.1", 0));
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> refuse(refusing));
            URI uri = URI.create("ws://127.0.0.1:" + refusing.getLocalPort() + "/");
            assertThatThrownBy(() -> client.open(uri, List.of(), ""))
                    .satisfies(e -> assertThat(Outcome.line(e)).isNotBlank().doesNotContain("\n"));
            Outcome.await(answering);
        }
    }

    /** One refusal for each connection; a client that makes no further one is answered once. */
    private static void refuse(ServerSocket refusing) {
        try (Socket socket = refusing.accept()) {
            byte[] buffer = new byte[4096];
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int count = socket.getInputStream().read(buffer);
                head.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
            }
            socket.getOutputStream()
                    .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Tag("interop")
    @ParameterizedTest
    @ValueSource(strings = {"ws", "websockets"})
    void theOtherLanguagesOpenTooAndSayNo(String name) throws Exception {
        Peers.missing(name).ifPresent(reason -> assumeTrue(false, reason));
        try (ServerPeer.Listening server = Peers.server(name).listen(0, true);
                ServerPeer.Listening nothing = Peers.server("handshake-nio").listen(0, false);
                ClientPeer client = Peers.client(name)) {
            assertThatCode(() -> client.open(
                            URI.create("ws://127.0.0.1:" + server.port() + "/a"), CHAT, "permessage-deflate"))
                    .doesNotThrowAnyException();
            nothing.close();
            assertThatThrownBy(() -> client.open(URI.create("ws://127.0.0.1:" + nothing.port() + "/"), List.of(), ""))
                    .satisfies(e -> assertThat(Outcome.line(e)).isNotBlank());
            assertThat(Peers.version(name)).matches("\\d+.*");
        }
    }

    @Test
    void aServerRunsInAProcessOfItsOwn() throws Exception {
        ProcessHandle process;
        try (ServerProcess server = ServerProcess.start("java-websocket", false, "-XX:TieredStopAtLevel=1");
                ClientPeer client = Peers.client("handshake-nio")) {
            process = ProcessHandle.of(server.pid()).orElseThrow();
            client.open(URI.create("ws://127.0.0.1:" + server.port() + "/"), List.of(), "");
        }
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void eachPeerOfTheBuildHasAVersion() throws Exception {
        for (String name : Stream.concat(servers(), clients()).toList()) {
            assertThat(Peers.version(name)).as(name).matches("\\d+.*");
        }
    }

    @Test
    void aNameThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Peers.server("nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> Peers.client("handshake-nobody")).isInstanceOf(IllegalArgumentException.class);
    }
}
