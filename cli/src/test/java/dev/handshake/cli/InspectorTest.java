package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshake.ConnectionInfo;
import dev.handshake.HandshakeRequest;
import dev.handshake.HandshakeResponse;
import dev.handshake.ServerHandshaker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server answers to a browser; how the page behaves in one is tested elsewhere. */
@Timeout(60)
class InspectorTest {

    private static final String UPGRADE = """
            GET /chat?token=hush HTTP/1.1
            Host: 127.0.0.1
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 8
            Cookie: hush
            X-Markup: <img src=x>
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

            """;

    private static String get(RunningServer server, String target) throws Exception {
        return ask(server, "GET " + target + " HTTP/1.1\nHost: localhost:1\n\n");
    }

    private static String ask(RunningServer server, String request) throws Exception {
        try (Socket client = server.connect()) {
            client.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            client.shutdownOutput();
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonNode feed(RunningServer server, String query) throws Exception {
        String answer = get(server, "/handshakes.json" + query);
        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\r\nContent-Type: application/json\r\n");
        return Outcome.json(answer.substring(answer.indexOf("\r\n\r\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void servesAPageInOnePieceThatRunsNothingButItsOwnScript(String transport) throws Exception {
        try (RunningServer server = new RunningServer("--transport", transport)) {
            String answer = get(server, "/");

            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(answer)
                    .contains("script-src '" + hash(answer, "script") + "'; style-src '" + hash(answer, "style"));
            assertThat(answer).doesNotContain("unsafe", "eval(", "innerHTML", "Access-Control-");
            assertThat(answer.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http://", "https://", "src=");
            assertThat(server.hasNoMoreLines()).as("a page is no handshake").isTrue();
        }
    }

    private static String hash(String page, String element) throws Exception {
        Matcher text = Pattern.compile("<" + element + ">(.*)</" + element + ">", Pattern.DOTALL)
                .matcher(page);
        assertThat(text.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(text.group(1).getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    @Test
    void tellsThePageOfEachHandshakeWithoutItsSecrets() throws Exception {
        try (RunningServer server = new RunningServer()) {
            assertThat(feed(server, "").get("last").asLong()).isZero();
            ask(server, UPGRADE);
            assertThat(server.line()).contains("BAD_SEC_VERSION");

            JsonNode feed = feed(server, "?after=0");
            assertThat(feed.get("last").asLong()).isEqualTo(1);
            JsonNode seen = feed.get("handshakes").get(0);
            assertThat(seen.get("failure").asText()).isEqualTo("BAD_SEC_VERSION");
            assertThat(seen.get("status").asInt()).isEqualTo(426);
            assertThat(seen.get("lines").get(0).get("text").asText()).isEqualTo("GET /chat?(not shown) HTTP/1.1");
            assertThat(seen.get("lines").get(6).get("text").asText()).isEqualTo("X-Markup: <img src=x>");
            assertThat(seen.get("answer").get(0).asText()).isEqualTo("HTTP/1.1 426 Upgrade Required");
            assertThat(seen.get("phases").get(0).get("name").asText()).isEqualTo("REQUEST");
            assertThat(seen.get("findings")).hasSizeGreaterThan(10);
            assertThat(feed.toString()).doesNotContain("hush", "dGhlIHNhbXBsZSBub25jZQ");

            assertThat(feed(server, "?after=1").get("handshakes")).isEmpty();
        }
    }

    @Test
    void remembersNoMoreThanFifty() throws Exception {
        try (RunningServer server = new RunningServer()) {
            for (int i = 0; i < 52; i++) {
                ask(server, UPGRADE);
                server.line();
            }
            JsonNode seen = feed(server, "?after=junk").get("handshakes");
            assertThat(seen).hasSize(50);
            assertThat(seen.get(0).get("id").asInt()).isEqualTo(3);
        }
    }

    @Test
    void forgetsConnectionsOverWhichNothingCame() throws Exception {
        try (RunningServer server = new RunningServer()) {
            server.connect().close();
            assertThat(server.line()).contains("PEER_LEFT");
            assertThat(feed(server, "").get("handshakes")).isEmpty();
        }
    }

    @Test
    void turnsDownWhatThePageAsksToBeTurnedDown() throws Exception {
        try (RunningServer server = new RunningServer()) {
            String allowed = UPGRADE.replace("Version: 8", "Version: 13");
            assertThat(ask(server, allowed.replace("/chat", "/inspector/rejected")))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(server.line()).contains("REJECTED");
            assertThat(ask(server, allowed)).startsWith("HTTP/1.1 101 ");
            assertThat(server.line()).contains("open");
        }
    }

    @Test
    void leavesEveryOtherAnswerAsItIs() throws Exception {
        try (RunningServer plain = new RunningServer("--inspector", "off");
                RunningServer server = new RunningServer()) {
            for (String request : new String[] {
                "GET /other HTTP/1.1\nHost: a\n\n",
                "POST / HTTP/1.1\nHost: a\nContent-Length: 0\n\n",
                "GET /other HTTP/1.0\n\n",
                "GET / HTTP/1.0\nHost: 127.0.0.1\n\n",
                "GET / HTTP/1.1\nHost: 127.0.0.1\nConnection: close\nSec-WebSocket-Version: 13\n\n",
                "GET / HTTP/1.1\nHost: 127.0.0.1\nUpgrade: websocket\n\n",
                UPGRADE
            }) {
                assertThat(ask(server, request)).isEqualTo(ask(plain, request));
                assertThat(server.line().replaceAll("^\\S+| +\\d+ us$", ""))
                        .isEqualTo(plain.line().replaceAll("^\\S+| +\\d+ us$", ""));
            }
            assertThat(get(plain, "/")).startsWith("HTTP/1.1 426 ");
            assertThat(plain.line()).contains("NO_CONNECTION");
        }
    }

    @Test
    void isSilentAboutItsOwnPagesOverAConnectionThatIsKept() throws Exception {
        try (RunningServer server = new RunningServer("--keep-alive")) {
            String twice = "GET / HTTP/1.1\nHost: localhost\n\n".repeat(2);
            assertThat(ask(server, twice).split("HTTP/1.1 200 ", -1)).hasSize(3);
            ask(server, UPGRADE);
            assertThat(server.line()).contains("BAD_SEC_VERSION");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, localhost:8080, '', '', 200",
        "127.0.0.1, LOCALHOST, same-origin, http://localhost, 200",
        "127.0.0.1, app.localhost:1, none, '', 200",
        "127.0.0.1, [::1]:8080, '', '', 200",
        "127.0.0.1, 192.0.2.1, '', '', 200",
        "::1, dev.example:8080, '', '', 200",
        "127.0.0.1, evil.example:8080, '', '', 403",
        "127.0.0.1, localhost.evil.example, '', '', 403",
        "127.0.0.1, 127.0.0.1.evil.example, '', '', 403",
        "127.0.0.1, dev.example.evil.example, '', '', 403",
        "127.0.0.1, localhost:8080, cross-site, '', 403",
        "127.0.0.1, localhost:8080, same-site, '', 403",
        "127.0.0.1, localhost:8080, '', http://localhost:9090, 403",
        "127.0.0.1, localhost:8080, '', null, 403",
        "192.0.2.7, localhost:8080, '', '', 403"
    })
    void showsNothingToOthers(String peer, String host, String site, String origin, int status) throws Exception {
        for (String target : new String[] {"/", "/handshakes.json?after=0"}) {
            assertThat(answer(peer, host, site, origin, target, false).status()).isEqualTo(status);
        }
    }

    @Test
    void showsItToAPeerFromElsewhereIfItMay() throws Exception {
        assertThat(answer("192.0.2.7", "dev.example", "", "", "/", true).status())
                .isEqualTo(200);
        assertThat(answer("192.0.2.7", "evil.example", "", "", "/", true).status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n",
                "GET / HTTP/1.1\nHost: 127.0.0.1\nConnection: upgrade\n\n",
                "GET /handshakes.json HTTP/1.1\nHost: 127.0.0.1\nX-Forwarded-For: 192.0.2.7\n\n",
                "GET /handshakes.json HTTP/1.1\nHost: 127.0.0.1\nVia: 1.1 a\n\n"
            })
    void showsNothingToWhomAProxyOnThisMachineBrings(String request) throws Exception {
        try (RunningServer server = new RunningServer();
                RunningServer open = new RunningServer("--inspector", "any")) {
            assertThat(ask(server, request)).startsWith("HTTP/1.1 403 ");
            assertThat(ask(open, request)).startsWith("HTTP/1.1 200 ");
        }
        String direct = "GET / HTTP/1.1\nHost: 127.0.0.1\nConnection: Keep-Alive\n\n";
        try (RunningServer server = new RunningServer()) {
            assertThat(ask(server, direct)).startsWith("HTTP/1.1 200 ");
        }
    }

    private static HandshakeResponse answer(
            String peer, String host, String site, String origin, String target, boolean anybody) throws Exception {
        HandshakeRequest.Builder request = HandshakeRequest.builder("GET", target)
                .connection(new From(new InetSocketAddress(InetAddress.getByName(peer), 1)))
                .header("Host", host);
        if (!site.isEmpty()) {
            request.header("Sec-Fetch-Site", site);
        }
        if (!origin.isEmpty()) {
            request.header("Origin", origin);
        }
        return new Inspector(ServerHandshaker.create(), "dev.example", anybody).apply(request.build());
    }

    private record From(SocketAddress peer) implements ConnectionInfo {

        @Override
        public Optional<SocketAddress> remoteAddress() {
            return Optional.of(peer);
        }
    }
}
