package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.HandshakeServer;
import dev.handshake.ListenOptions;
import dev.handshake.PermessageDeflate;
import dev.handshake.ServerHandshaker;
import dev.handshake.Transports;
import dev.handshake.messages.CloseStatus;
import dev.handshake.messages.Ending;
import dev.handshake.messages.Message;
import dev.handshake.messages.MessageHandler;
import dev.handshake.messages.WebSocket;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages by the command. */
@Timeout(60)
class ExchangeTest {

    /** A server that does with a connection what a test wants. */
    private record OwnServer(TransportGroup group, HandshakeServer server) implements AutoCloseable {

        static OwnServer start(Consumer<WebSocket> onOpen) throws Exception {
            TransportGroup group = Transports.named("nio").open(TransportOptions.defaults());
            ServerHandshaker handshaker = ServerHandshaker.builder()
                    .extensions(PermessageDeflate.defaults())
                    .build();
            HandshakeServer server = handshaker.listen(
                    group,
                    new InetSocketAddress("127.0.0.1", 0),
                    ListenOptions.defaults(),
                    open -> onOpen.accept(WebSocket.over(open)));
            return new OwnServer(group, server);
        }

        String url() {
            return "ws://127.0.0.1:" + server.port() + "/";
        }

        @Override
        public void close() throws Exception {
            server.close();
            group.close();
        }
    }

    private static String tail(Outcome outcome) {
        return outcome.out()
                .substring(outcome.out().indexOf("\nOPEN"))
                .lines()
                .skip(2)
                .reduce("", (a, b) -> a + b + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void sendsMessagesAndPrintsTheAnswers(String transport) throws Exception {
        try (RunningServer server = new RunningServer("--transport", transport, "--deflate", "--tls")) {
            Outcome outcome = Outcome.of(
                    "connect",
                    "--insecure",
                    "--transport",
                    transport,
                    "--deflate",
                    "--send",
                    "Hello",
                    "--send",
                    "Grüße\n\u202e\u001b[31m",
                    server.url("/"));

            assertThat(outcome.exitCode()).isZero();
            assertThat(tail(outcome)).isEqualTo("""
                    > Hello
                    < Hello
                    > Grüße\\x0a\\u202e\\x1b[31m
                    < Grüße\\x0a\\u202e\\x1b[31m
                    CLOSED 1000
                    """);
        }
    }

    @Test
    void writesMessagesAsJson() throws Exception {
        MessageHandler answer = (socket, message) -> {
            socket.sendAsync(Message.binary((byte) 1, (byte) 2));
            return socket.closeAsync(4000, "enough");
        };
        try (OwnServer server = OwnServer.start(socket -> socket.forEach(answer))) {
            Outcome outcome = Outcome.of("connect", "--json", "--send", "a\"b", "--send", "c", server.url());

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out().lines().skip(1))
                    .startsWith("{\"sent\":\"a\\\"b\"}", "{\"receivedBase64\":\"AQI=\"}");
            assertThat(outcome.out())
                    .endsWith("{\"closed\":4000,\"reason\":\"enough\",\"failure\":null}" + System.lineSeparator());
        }
    }

    @Test
    void sendsLinesOfStandardInputUntilItsEnd() throws Exception {
        try (RunningServer server = new RunningServer()) {
            InputStream lines = new ByteArrayInputStream("one\nzwölf\n".getBytes(StandardCharsets.UTF_8));

            Outcome outcome = interactive(lines, server.url("/"));

            assertThat(outcome.exitCode()).isZero();
            assertThat(tail(outcome)).isEqualTo("< one\n< zwölf\nCLOSED 1000\n");
        }
    }

    @Test
    void endsWhenThePeerClosesThoughInputMayCome() throws Exception {
        try (OwnServer server = OwnServer.start(socket -> socket.closeAsync(1001, "going"));
                PipedOutputStream typed = new PipedOutputStream()) {
            Outcome outcome = interactive(new PipedInputStream(typed), server.url());

            assertThat(outcome.exitCode()).isZero();
            assertThat(tail(outcome)).isEqualTo("CLOSED 1001 going\n");
        }
    }

    private static Outcome interactive(InputStream in, String url) {
        return Outcome.of(in, "connect", "--interactive", url);
    }

    @Test
    void answersWithTheSameUntilThePeerCloses() throws Exception {
        CompletableFuture<String> back = new CompletableFuture<>();
        try (OwnServer server = OwnServer.start(socket -> {
            socket.sendAsync("one");
            socket.sendAsync("two".repeat(100));
            socket.receiveAsync()
                    .thenCompose(first -> socket.receiveAsync().thenAccept(second -> {
                        back.complete(first.text() + second.text());
                        socket.closeAsync(CloseStatus.NORMAL, "");
                    }));
        })) {
            Outcome outcome = Outcome.of("connect", "--echo", "--deflate", server.url());

            assertThat(outcome.exitCode()).isZero();
            assertThat(tail(outcome)).isEqualTo("CLOSED 1000\n");
            assertThat(back.get(10, TimeUnit.SECONDS)).isEqualTo("one" + "two".repeat(100));
        }
    }

    @Test
    void failsIfTheEndIsNotClean() throws Exception {
        try (OwnServer server = OwnServer.start(WebSocket::abort)) {
            Outcome outcome = Outcome.of("connect", "--send", "x", server.url());

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(tail(outcome)).endsWith("CLOSED 1006: PEER_LEFT\n");
            assertThat(outcome.err()).startsWith("handshake: PEER_LEFT: ");
        }
    }

    @Test
    void failsIfNoAnswerComes() throws Exception {
        CompletableFuture<Ending> ended = new CompletableFuture<>();
        MessageHandler silent = (socket, message) -> null;
        try (OwnServer server = OwnServer.start(socket -> socket.forEach(silent).thenAccept(ended::complete))) {
            Outcome outcome = Outcome.of("connect", "--timeout", "500ms", "--send", "x", server.url());

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(outcome.err()).isEqualTo("handshake: no answer came in 500 ms\n");
            assertThat(ended.get(10, TimeUnit.SECONDS)).matches(Ending::isClean);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connect --send x --echo ws://127.0.0.1/",
                "connect --interactive --echo ws://127.0.0.1/",
                "connect --max-message-bytes -1 ws://127.0.0.1/",
                "serve --max-message-bytes -1"
            })
    void sayWhenTheyAreUsedWrongly(String line) {
        assertThat(Outcome.of(line.split(" ")).exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    }
}
