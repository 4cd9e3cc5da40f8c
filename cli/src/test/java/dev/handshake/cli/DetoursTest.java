package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code connect} by way of proxies and redirects. */
@Timeout(60)
class DetoursTest {

    private static final String DECLINES = """
            HTTP/1.1 403 No
            Content-Length: 0

            """;
    private static final String ASKS = """
            HTTP/1.1 407 Who are you
            Proxy-Authenticate: Basic realm="x"
            Content-Length: 0

            """;

    @Test
    void tellsThatTheProxyDeclined() throws Exception {
        try (ScriptedServer proxy = new ScriptedServer(DECLINES)) {
            Outcome outcome = Outcome.of("connect", "--json", "--proxy", proxy(proxy, ""), "ws://a.example/room");

            JsonNode json = outcome.json().get(0);
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(json.get("failure").asText()).isEqualTo("PROXY_DECLINED");
            assertThat(json.get("phase").asText()).isEqualTo("PROXY");
            assertThat(json.get("status").asInt()).isEqualTo(403);
            assertThat(proxy.request())
                    .startsWith("CONNECT a.example:80 HTTP/1.1\n")
                    .doesNotContain("Sec-WebSocket");
        }
    }

    @Test
    void tellsTheProxyWhoItIsButNobodyElse() throws Exception {
        try (ScriptedServer proxy = new ScriptedServer(ASKS)) {
            Outcome outcome = Outcome.of(
                    "connect", "--verbose", "--proxy", proxy(proxy, "me:s%40cret+@"), "wss://a.example:8443/");

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(outcome.out()).contains("< HTTP/1.1 407 ", "PROXY_DECLINED");
            assertThat(proxy.request()).doesNotContain("Authorization");
            String pair = Base64.getEncoder().encodeToString("me:s@cret+".getBytes(StandardCharsets.UTF_8));
            assertThat(proxy.request())
                    .startsWith("CONNECT a.example:8443 HTTP/1.1\n")
                    .contains("Proxy-Authorization: Basic " + pair + "\n");
            assertThat(outcome.out() + outcome.err()).doesNotContain("s@cret", "s%40cret", pair);
        }
    }

    @Test
    void showsNoPasswordOfAProxyThatIsNone() {
        assertThat(Outcome.of("connect", "--proxy", "http://me:secret@a b:1", "ws://a.example/")
                        .err())
                .contains("a proxy is http://HOST:PORT")
                .doesNotContain("secret");
    }

    @Test
    void tellsThatTheProxyWasNotReached() throws Exception {
        int closed;
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = listener.getLocalPort();
        }
        Outcome outcome = Outcome.of("connect", "--json", "--proxy", "http://127.0.0.1:" + closed, "ws://a.example/");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.NOT_REACHED);
        assertThat(outcome.json().get(0).get("failure").asText()).isEqualTo("NOT_REACHED");
        assertThat(outcome.err()).contains("127.0.0.1, port " + closed);
    }

    @Test
    void followsARedirectOnlyIfAskedTo() throws Exception {
        try (RunningServer server = new RunningServer();
                ScriptedServer first = new ScriptedServer(redirect(server.url("/there")))) {
            Outcome stays = Outcome.of("connect", "--json", first.url("/"));
            Outcome follows = Outcome.of("connect", "--follow", "1", first.url("/here"));

            assertThat(stays.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(stays.json().get(0).get("failure").asText()).isEqualTo("UPGRADE_DECLINED");
            assertThat(stays.json().get(0).get("status").asInt()).isEqualTo(302);
            assertThat(follows.exitCode()).isZero();
            assertThat(follows.out())
                    .containsSubsequence(
                            "> GET /here ", "< HTTP/1.1 302 ", "> GET /there ", "< HTTP/1.1 101 ", "OPEN after ");
            assertThat(server.line()).contains("/there", "open");
        }
    }

    @Test
    void goesRoundNoCircles() throws Exception {
        try (ScriptedServer server = new ScriptedServer(redirect("/"))) {
            Outcome outcome = Outcome.of("connect", "--json", "--follow", "5", server.url("/"));

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(outcome.json().get(0).get("failure").asText()).isEqualTo("BAD_REDIRECT");
        }
    }

    private static String redirect(String location) {
        return "HTTP/1.1 302 There\nLocation: " + location + "\nContent-Length: 0\n\n";
    }

    private static String proxy(ScriptedServer server, String userInfo) {
        return server.url("").replace("ws://", "http://" + userInfo);
    }
}
