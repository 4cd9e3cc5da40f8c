package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConnectCommandTest {

    private static final String OPENS = """
            HTTP/1.1 101 Switching Protocols
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Accept: ACCEPT

            """;
    private static final String DECLINES = """
            HTTP/1.1 403 No
            X-Odd: \u001b[31m
            Set-Cookie: secret=1
            Content-Length: 9

            a\u001b[31mb
            c""";

    @Test
    void showsRequestResponseAndVerdict() throws Exception {
        try (ScriptedServer server = new ScriptedServer(OPENS)) {
            Outcome outcome = Outcome.of("connect", server.url("/room?token=secret"));

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out())
                    .startsWith(server.url("/room?...\n> GET /room?(not shown) HTTP/1.1\n> Host: 127.0.0.1:"))
                    .contains("> Sec-WebSocket-Key: (not shown)\n", "\n\n< HTTP/1.1 101 Switching Protocols\n")
                    .containsPattern(
                            "\n\nOPEN after [0-9.]+ ms \\(.* ms of it to connect\\): subprotocol none, extensions none\n")
                    .doesNotContain("secret");
        }
    }

    @Test
    void writesTheMembersInOrder() throws Exception {
        try (ScriptedServer server = new ScriptedServer(OPENS + "\u0081\u0002hi")) {
            Outcome outcome = Outcome.of("connect", "--json", server.url("/room?token=1"));

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out())
                    .matches(
                            "\\{\"url\":\"" + server.url("/room\\?token=1") + "\",\"opened\":true,\"failure\":null,"
                                    + "\"phase\":\"RESPONSE\",\"status\":101,\"headers\":\\[\\[\"Upgrade\",\"websocket\"],"
                                    + "\\[\"Connection\",\"Upgrade\"],\\[\"Sec-WebSocket-Accept\",\"[^\"]{28}\"]],"
                                    + "\"subprotocol\":null,\"extensions\":\"\",\"leftoverBase64\":\"gQJoaQ==\",\"micros\":\\d+}\\R");
        }
    }

    @Test
    void namesTheRuleThatTheServerBroke() throws Exception {
        try (ScriptedServer server = new ScriptedServer(OPENS.replace("ACCEPT", "other"))) {
            Outcome outcome = Outcome.of("connect", "--json", server.url("/"));

            JsonNode json = outcome.json().get(0);
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(json.get("opened").asBoolean()).isFalse();
            assertThat(json.get("failure").asText()).isEqualTo("BAD_SEC_ACCEPT");
            assertThat(json.get("status").asInt()).isEqualTo(101);
            assertThat(outcome.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("handshake: " + server.url("/: BAD_SEC_ACCEPT: "));
        }
    }

    @Test
    void showsARefusalButNoControlCharacters() throws Exception {
        try (ScriptedServer server = new ScriptedServer(DECLINES.replace("\u001b[31m\nSet", "red\nSet"))) {
            Outcome outcome = Outcome.of("connect", server.url("/"));

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(outcome.out())
                    .contains("< HTTP/1.1 403 No\n", "\n<\n< a\\x1b[31mb\n", ": UPGRADE_DECLINED\n")
                    .doesNotContain("\u001b");
            assertThat(outcome.err()).contains("UPGRADE_DECLINED").doesNotContain("\u001b");
        }
    }

    @Test
    void escapesWhatIsNoResponseAtAll() throws Exception {
        try (ScriptedServer server = new ScriptedServer(DECLINES)) {
            Outcome outcome = Outcome.of("connect", server.url("/"));

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(outcome.out() + outcome.err()).contains("BAD_SYNTAX").doesNotContain("\u001b");
        }
    }

    @Test
    void sendsWhatItIsToldTo() throws Exception {
        try (ScriptedServer server = new ScriptedServer(OPENS)) {
            Outcome.of(
                    "connect",
                    "--subprotocol=chat,soap",
                    "--deflate",
                    "--extension=x-a; b=1",
                    "--extension=x-c",
                    "--header=Authorization: Bearer secret",
                    "--header=X-Empty:",
                    "--origin=https://a.example",
                    server.url("/a|b"));

            assertThat(server.request())
                    .startsWith("GET /a%7Cb HTTP/1.1\n")
                    .contains("Sec-WebSocket-Protocol: chat, soap\n")
                    .contains("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-a; b=1, x-c\n")
                    .contains("Authorization: Bearer secret\n", "X-Empty:", "Origin: https://a.example\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--echo|permessage-deflate; client_max_window_bits, permessage-deflate; client_no_context_takeover;"
                        + " client_max_window_bits",
                "--send=x|",
                "--send=x --deflate|permessage-deflate; client_max_window_bits",
                "--echo --no-deflate|"
            })
    void offersCompressionOfItsOwnForAnEchoOnly(String options, String offer) throws Exception {
        try (ScriptedServer server = new ScriptedServer(OPENS)) {
            Outcome.of(("connect " + options + " " + server.url("/")).split(" "));

            assertThat(server.request().lines().filter(line -> line.startsWith("Sec-WebSocket-Extensions")))
                    .isEqualTo(offer == null ? List.of() : List.of("Sec-WebSocket-Extensions: " + offer));
        }
    }

    @Test
    void showsNoCredentialsOfItsOwn() throws Exception {
        try (ScriptedServer server = new ScriptedServer(OPENS)) {
            Outcome outcome = Outcome.of("connect", "--header=Authorization: Bearer secret", server.url("/"));

            assertThat(outcome.out()).contains("> Authorization: (not shown)\n").doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void tellsThatAPeerWasNotReached(String transport) throws Exception {
        int closed = closedPort();
        String longerThanNamesMayBe = ("x".repeat(60) + ".").repeat(5) + "x";
        Outcome outcome = Outcome.of(
                "connect",
                "--json",
                "--transport",
                transport,
                "ws://127.0.0.1:" + closed,
                "ws://" + longerThanNamesMayBe);

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.NOT_REACHED);
        assertThat(outcome.json()).hasSize(2).allSatisfy(json -> {
            assertThat(json.get("opened").asBoolean()).isFalse();
            assertThat(json.get("failure").asText()).isEqualTo("NOT_REACHED");
            assertThat(json.get("phase").asText()).isEqualTo("CONNECT");
            assertThat(json.get("status").isNull()).isTrue();
        });
        assertThat(outcome.err().lines()).hasSize(2).first().asString().contains("127.0.0.1, port " + closed + ": ");
    }

    @Test
    void triesAllAddressesOfAHost() throws Exception {
        try (ScriptedServer server = new ScriptedServer(OPENS)) {
            String url = server.url("/").replace("127.0.0.1", "localhost");

            assertThat(Outcome.of("connect", url).exitCode()).isZero();
        }
    }

    @Test
    void endsWithTheWorstOfSeveral() throws Exception {
        try (ScriptedServer opens = new ScriptedServer(OPENS);
                ScriptedServer declines = new ScriptedServer(DECLINES)) {
            String unreached = "ws://127.0.0.1:" + closedPort();

            assertThat(Outcome.of("connect", declines.url("/"), opens.url("/")).exitCode())
                    .isEqualTo(ExitCode.FAILED);
            assertThat(Outcome.of("connect", unreached, declines.url("/"), opens.url("/"))
                            .exitCode())
                    .isEqualTo(ExitCode.NOT_REACHED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void doesNotWaitForASilentPeer(String transport) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Outcome outcome = Outcome.of(
                    "connect", "--json", "--transport", transport, "--timeout", "2s", url(silent.getLocalPort()));

            JsonNode json = outcome.json().get(0);
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(json.get("failure").asText()).isEqualTo("TIMED_OUT");
            assertThat(Duration.ofNanos(json.get("micros").asLong() * 1000)).isGreaterThan(Duration.ofMillis(1999));
        }
    }

    @Test
    void showsAStackTraceOnlyIfAskedTo() throws Exception {
        String unreached = url(closedPort());

        assertThat(Outcome.of("connect", unreached).err().lines()).hasSize(1);
        assertThat(Outcome.of("connect", "--verbose", unreached).err()).contains("\tat ");
    }

    private static String url(int port) {
        return "ws://127.0.0.1:" + port + "/";
    }

    private static int closedPort() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return listener.getLocalPort();
        }
    }
}
