package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ServeCommandTest {

    private static final String VALID = """
            GET /chat HTTP/1.1
            Host: a.example
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

            """;
    private static final String REFUSED = VALID.replace("Version: 13", "Version: 8");

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void opensWhatConnectAsksFor(String transport) throws Exception {
        try (RunningServer server =
                new RunningServer("--transport", transport, "--subprotocol", "b,chat", "--deflate", "--json")) {
            Outcome client = Outcome.of(
                    "connect",
                    "--json",
                    "--transport",
                    transport,
                    "--subprotocol",
                    "chat",
                    "--deflate",
                    server.url("/x"));

            assertThat(server.transport).isEqualTo(transport);
            assertThat(client.exitCode()).isZero();
            JsonNode seen = client.json().get(0);
            assertThat(seen.get("subprotocol").asText()).isEqualTo("chat");
            assertThat(seen.get("extensions").asText()).isEqualTo("permessage-deflate");
            assertThat(server.line())
                    .matches("\\{\"peer\":\"127\\.0\\.0\\.1:\\d+\",\"target\":\"/x\",\"status\":101,\"opened\":true,"
                            + "\"failure\":null,\"phase\":\"RESPONSE\",\"micros\":\\d+,\"relaxations\":\\[],"
                            + "\"trace\":null}");
        }
    }

    @ParameterizedTest
    @CsvSource({"--deflate,permessage-deflate; server_max_window_bits=9", "--no-deflate,none"})
    void agreesToCompressionUnlessItIsToldNotTo(String option, String agreed) throws Exception {
        try (RunningServer server = new RunningServer(option);
                RunningServer usual = new RunningServer()) {
            String[] connect = {"connect", "--extension=permessage-deflate; server_max_window_bits=9", "", "--json"};
            connect[2] = server.url("/");
            assertThat(Outcome.of(connect).json().get(0).get("extensions").asText("none"))
                    .isEqualTo(agreed.equals("none") ? "" : agreed);
            connect[2] = usual.url("/");
            assertThat(Outcome.of(connect).json().get(0).get("extensions").asText())
                    .isEqualTo("permessage-deflate; server_max_window_bits=9");
        }
    }

    @Test
    void takesTheBestTransportByItself() throws Exception {
        try (RunningServer server = new RunningServer()) {
            assertThat(server.transport).isEqualTo("nio");
        }
    }

    @Test
    void tellsAPersonOfEachHandshake() throws Exception {
        try (RunningServer server = new RunningServer()) {
            assertThat(Outcome.of("connect", "--origin", "https://b.example", server.url("/x"))
                            .exitCode())
                    .isEqualTo(ExitCode.FAILED);

            assertThat(server.line()).matches("127\\.0\\.0\\.1:\\d+ +/x +403  BAD_ORIGIN +\\d+ us");
        }
    }

    @Test
    void letsInTheOriginsThatAreNamed() throws Exception {
        try (RunningServer server = new RunningServer("--origin", "https://b.example,https://*.c.example")) {
            assertThat(Outcome.of("connect", "--origin", "https://x.c.example", server.url("/"))
                            .exitCode())
                    .isZero();
            assertThat(server.line()).contains("101  open");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void tellsWhichQuirkItPutUpWith(String transport) throws Exception {
        try (RunningServer server =
                        new RunningServer("--transport", transport, "--relax", "any_key,BARE_LF", "--json");
                Socket client = server.connect()) {
            send(client, VALID);

            assertThat(Outcome.json(server.line()).get("relaxations"))
                    .singleElement()
                    .satisfies(name -> assertThat(name.asText()).isEqualTo("BARE_LF"));
        }
    }

    @Test
    void showsNoControlCharactersOfAPeer() throws Exception {
        try (RunningServer server = new RunningServer();
                Socket client = server.connect()) {
            send(client, VALID.replace("/chat", "/\u001b[31m").replace("\n", "\r\n"));
            client.shutdownOutput();

            assertThat(server.line()).matches("\\p{Print}+").contains("400  BAD_SYNTAX");
        }
    }

    @Test
    void leavesOutWhatItDoesNotKnow() throws Exception {
        try (RunningServer server = new RunningServer("--json")) {
            server.connect().close();

            JsonNode json = Outcome.json(server.line());
            assertThat(json.get("failure").asText()).isEqualTo("PEER_LEFT");
            assertThat(json.get("target").isNull()).isTrue();
            assertThat(json.get("status").isNull()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void holdsAnOpenConnectionUntilThePeerEndsIt(String transport) throws Exception {
        try (RunningServer server = new RunningServer("--transport", transport);
                Socket client = server.connect()) {
            send(client, VALID.replace("\n", "\r\n") + "behind");
            assertThat(server.line()).contains("open");
            client.getOutputStream().write(new byte[100_000]);
            client.shutdownOutput();

            assertThat(read(client.getInputStream())).startsWith("HTTP/1.1 101 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void acceptsAgainAfterARefusalThatKeepsTheConnection(String transport) throws Exception {
        int refusals = 5_000;
        try (RunningServer server = new RunningServer("--transport", transport, "--keep-alive");
                Socket client = server.connect()) {
            Thread writer = new Thread(() -> send(client, (REFUSED.repeat(refusals) + VALID).replace("\n", "\r\n")));
            writer.start();

            // The 101 is the last response of all, so its end is the end of what comes.
            String answers = readUntil(client.getInputStream(), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
            writer.join();
            assertThat(answers.split("HTTP/1.1 426 ", -1)).hasSize(refusals + 1);
            for (int i = 0; i < refusals; i++) {
                assertThat(server.line()).contains("426  BAD_SEC_VERSION");
            }
            assertThat(server.line()).contains("101  open");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void doesNotTakeTheEndOfAKeptConnectionForAHandshake(String transport) throws Exception {
        try (RunningServer server = new RunningServer("--transport", transport, "--keep-alive")) {
            try (Socket client = server.connect()) {
                send(client, REFUSED.replace("\n", "\r\n"));
                assertThat(server.line()).contains("BAD_SEC_VERSION");
                client.shutdownOutput();
                read(client.getInputStream());
            }
            Outcome.of("connect", server.url("/later"));

            assertThat(server.line()).contains("/later");
            assertThat(server.hasNoMoreLines()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void takesTheWordOfAProxyItTrusts(String transport) throws Exception {
        try (RunningServer server = new RunningServer("--transport", transport, "--proxy-protocol", "127.0.0.0/8,::1");
                Socket client = server.connect()) {
            send(client, "PROXY TCP4 192.0.2.7 127.0.0.1 4711 80\r\n" + VALID.replace("\n", "\r\n"));

            assertThat(server.line()).startsWith("192.0.2.7:4711 ").contains("/chat", "101  open");
        }
    }

    @Test
    void refusesAProxyThatSaysNothing() throws Exception {
        try (RunningServer server = new RunningServer("--proxy-protocol", "127.0.0.1");
                Socket client = server.connect()) {
            send(client, VALID.replace("\n", "\r\n"));

            assertThat(read(client.getInputStream())).isEmpty();
            assertThat(server.line()).doesNotContain("open");
        }
    }

    @Test
    void givesUpASilentPeerInTime() throws Exception {
        try (RunningServer server = new RunningServer("--timeout", "100ms");
                Socket client = server.connect()) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(server.line()).contains("TIMED_OUT");
        }
    }

    @Test
    void refusesALargerHeadThanItIsTold() throws Exception {
        try (RunningServer server = new RunningServer("--max-head-bytes", "64")) {
            Outcome.of("connect", server.url("/"));

            assertThat(server.line()).contains("431  HEAD_TOO_LARGE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void endsCleanlyAndFreesThePort(String transport) throws Exception {
        RunningServer server = new RunningServer("--transport", transport);
        try (Socket client = server.connect()) {
            // One that waits to be accepted would be reset.
            send(client, VALID.replace("\n", "\r\n"));
            assertThat(server.line()).contains("open");
            assertThat(server.stop()).isZero();
            assertThat(read(client.getInputStream())).startsWith("HTTP/1.1 101 ");
        }
        try (ServerSocket again = new ServerSocket(server.port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(again.isBound()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void saysInOneLineThatThePortIsTaken(String transport) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Outcome outcome = Outcome.of("serve", "--transport", transport, "--port", port);

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err())
                    .matches("handshake: cannot listen on 127\\.0\\.0\\.1:" + port
                            + ": .+; --port=0 takes a free one\\R");
        }
    }

    private static void send(Socket client, String text) {
        try {
            client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String read(InputStream in) throws Exception {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static String readUntil(InputStream in, String end) throws Exception {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[8192];
        while (text.lastIndexOf(end) < 0) {
            int count = in.read(buffer);
            assertThat(count).as(text.toString()).isPositive();
            text.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }
}
