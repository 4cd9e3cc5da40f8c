package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ExplainCommandTest {

    private static final String BEHIND_A_PROXY = """
            GET /chat?token=hush HTTP/1.1
            Host: backend
            Connection: close
            Sec-WebSocket-Version: 13
            Cookie: hush
            """;

    @TempDir
    Path directory;

    private String file(String text) throws Exception {
        return Files.writeString(directory.resolve("request"), text, StandardCharsets.ISO_8859_1)
                .toString();
    }

    @Test
    void theReadmesPictureShowsWhatItPrints() throws Exception {
        Path images = Path.of("../docs/images");
        Outcome outcome =
                Outcome.of("explain", "--request", images.resolve("explain.txt").toString());
        String drawn = Files.readString(images.resolve("explain.svg"))
                .lines()
                .filter(line -> line.startsWith("<text "))
                .skip(1) // the command
                .map(line -> line.replaceAll("<[^>]*>", "")
                        .replace("&gt;", ">")
                        .replace("&lt;", "<")
                        .replace("&amp;", "&"))
                .collect(Collectors.joining("\n"));
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(drawn).isEqualTo(outcome.out().replace("\r", "").stripTrailing());
    }

    @Test
    void saysWhichRuleARequestBreaksWhereAndWhoCausesThat() throws Exception {
        Outcome explained = Outcome.of("explain", "--request", file(BEHIND_A_PROXY));

        assertThat(explained.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(explained.err()).isEmpty();
        assertThat(explained.out())
                .contains("> | Connection: close\n", "  | Cookie: (not shown)\n")
                .contains("  ok       METHOD              RFC 6455, 4.2.1, 1  'GET'\n")
                .contains("  BROKEN   CONNECTION          RFC 6455, 4.2.1, 4  'Connection: close'\n")
                .contains("  -        UPGRADE             RFC 6455, 4.2.1, 3\n")
                .contains("FAILED: NO_CONNECTION_UPGRADE (RFC 6455, 4.2.1, 4)\n")
                .containsPattern("cause   Usually a reverse proxy")
                .doesNotContain("hush")
                .doesNotContain("\u001b");
    }

    @Test
    void keepsToEightyColumns() throws Exception {
        String wide = BEHIND_A_PROXY + "X-Wide: " + "w".repeat(500) + "\n";
        for (String request : List.of(wide, wide.replace("HTTP/1.1", "HTTP/1.0"), wide.replace("GET", "GET\t"))) {
            assertThat(Outcome.of("explain", "--request", file(request)).out().lines())
                    .allMatch(line -> line.length() <= 80);
        }
    }

    @Test
    void pointsAtTheOctetThatBreaksTheSyntax() throws Exception {
        Outcome explained =
                Outcome.of("explain", "--request", file("GET / HTTP/1.1\r\nHost: a\r\nX y: \u001b[1m\r\n\r\n"));
        assertThat(explained.out()).contains("> | X y: \\x1b[1m\n     ^ here\n").contains("At octet 26: ");
    }

    @Test
    void takesATextFileForWhatItWasOnTheWireUnlessItIsToBeExact() throws Exception {
        String file = file(BEHIND_A_PROXY);
        assertThat(Outcome.of("explain", "--request", file).out()).contains("line ends taken as CR LF");
        assertThat(Outcome.of("explain", "--exact", "--request", file).out())
                .contains("FAILED: BAD_SYNTAX")
                .contains("a line ends with a bare LF");
    }

    @Test
    void readsStandardInput() {
        InputStream in =
                new ByteArrayInputStream("PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n".getBytes(StandardCharsets.US_ASCII));
        JsonNode json =
                Outcome.of(in, "explain", "--json", "--request", "-").json().get(0);
        assertThat(json.get("failure").asText()).isEqualTo("PEER_LEFT");
    }

    @Test
    void asksForNoMoreThanIsRelaxedAndAllowed() throws Exception {
        String file = file("""
                GET / HTTP/1.0
                Host: a.example
                Origin: https://b.example
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                """);
        assertThat(Outcome.of("explain", "--request", file).out()).contains("FAILED: BAD_HTTP_VERSION");
        assertThat(Outcome.of("explain", "--relax", "http_1_0", "--request", file)
                        .out())
                .contains("  relaxed  HTTP_VERSION", "FAILED: BAD_ORIGIN");
        Outcome open =
                Outcome.of("explain", "--relax", "http_1_0", "--allow-origin", "https://b.example", "--request", file);
        assertThat(open.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(open.out()).contains("OPEN: every rule is met");
    }

    @Test
    void explainsTheAnswerOfAServer() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer("HTTP/1.1 502 Bad Gateway\nSet-Cookie: hush\n\nupstream is down")) {
            Outcome explained = Outcome.of("explain", "--deflate", server.url("/x"));

            assertThat(explained.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(explained.out())
                    .contains("  | GET /x HTTP/1.1\n", "  | Sec-WebSocket-Extensions: permessage-deflate")
                    .contains("> | HTTP/1.1 502 Bad Gateway\n")
                    .contains("  BROKEN   STATUS              RFC 6455, 4.1, 1    '502 Bad Gateway'\n")
                    .contains("FAILED: UPGRADE_DECLINED", "upstream is down")
                    .doesNotContain("hush");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Connection: Upgrade, Upgrade: a   | NO_UPGRADE_WEBSOCKET (RFC 6455, 4.1, 2)",
                "Connection: close                 | NO_CONNECTION_UPGRADE (RFC 6455, 4.1, 3)"
            })
    void namesTheClauseThatIsSaidOfAResponse(String fields, String verdict) throws Exception {
        try (ScriptedServer server = new ScriptedServer("HTTP/1.1 101 X\n" + fields.replace(", ", "\n") + "\n\n")) {
            String clause = verdict.substring(verdict.indexOf('(') + 1, verdict.length() - 1);
            assertThat(Outcome.of("explain", server.url("/")).out())
                    .contains("FAILED: " + verdict)
                    .containsPattern("  BROKEN   [A-Z]+ +" + clause + " ");
        }
    }

    @Test
    void showsAPageThatIsTheAnswerAsOneText() throws Exception {
        try (ScriptedServer server = new ScriptedServer("HTTP/1.1 403 No\n\n<html>\n\t<b>Sign\n in</b>\n</html>\n")) {
            assertThat(Outcome.of("explain", server.url("/")).out())
                    .contains("  reply   <html> <b>Sign in</b> </html>\n");
        }
    }

    @Test
    void showsNoOctetsOfAnAnswerThatIsNoText() throws Exception {
        String compressed = "\u001f\u008b\b\0\0\0\0\0\0\3\u00f3H\u00cd\u00c9\u00c9";
        try (ScriptedServer server = new ScriptedServer("HTTP/1.1 403 No\nContent-Encoding: gzip\n\n" + compressed)) {
            String shown = "(15 octets that are no text, as gzip)";
            assertThat(Outcome.of("explain", server.url("/")).out()).contains("  reply   " + shown + "\n");
            assertThat(Outcome.of("connect", server.url("/")).out()).contains("< " + shown + "\n");
        }
    }

    @Test
    void namesTheOptionThatFollowsARedirect() throws Exception {
        try (ScriptedServer server = new ScriptedServer("HTTP/1.1 302 Found\nLocation: /in?secret\n\n")) {
            String help = "To go where Location says, add --follow 3.";
            assertThat(Outcome.of("explain", server.url("/")).out())
                    .contains("  | Location: /in?", "  help    " + help)
                    .doesNotContain("secret");
            assertThat(Outcome.of("connect", server.url("/")).err()).contains(help);
            assertThat(Outcome.of("explain", "--follow", "3", server.url("/")).out())
                    .doesNotContain(help);
        }
    }

    @Test
    void saysWhoUsuallyResetsAConnection() throws Exception {
        try (ServerSocket resetting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> reset = CompletableFuture.runAsync(() -> {
                try (Socket socket = resetting.accept()) {
                    socket.getInputStream().read();
                    socket.setSoLinger(true, 0);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Outcome explained = Outcome.of("explain", "ws://127.0.0.1:" + resetting.getLocalPort() + "/");
            reset.join();
            assertThat(explained.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(explained.out()).contains("FAILED: connection lost\n", "  cause   Usually ", "PROXY protocol");
        }
    }

    @Test
    void tellsProgramsTheSame() throws Exception {
        try (ScriptedServer server = new ScriptedServer("HTTP/1.1 101 X\nConnection: close\n\n")) {
            Outcome explained = Outcome.of("explain", "--json", server.url("/"));

            JsonNode json = explained.json().get(0);
            assertThat(json.get("failure").asText()).isEqualTo("NO_CONNECTION_UPGRADE");
            JsonNode trace = json.get("trace");
            JsonNode broken = trace.get("findings").get(5);
            assertThat(broken.get("rule").asText()).isEqualTo("CONNECTION");
            assertThat(broken.get("verdict").asText()).isEqualTo("BROKEN");
            assertThat(trace.get("head")
                            .asText()
                            .substring(
                                    broken.get("read").get(0).get(0).asInt(),
                                    broken.get("read").get(0).get(1).asInt()))
                    .isEqualTo("Connection: close");
            assertThat(trace.get("usualCause").asText()).contains("proxy");
        }
    }

    @Test
    void isDoneWithWhatOpens() throws Exception {
        try (RunningServer server = new RunningServer("--json")) {
            Outcome explained = Outcome.of("explain", server.url("/"));
            assertThat(explained.exitCode()).isEqualTo(ExitCode.DONE);
            assertThat(explained.out()).endsWith("OPEN: every rule is met" + System.lineSeparator());
            assertThat(server.line()).contains("\"status\":101");
        }
    }

    @Test
    void aServerTellsProgramsWhyItRefused() throws Exception {
        try (RunningServer server = new RunningServer("--json");
                Socket client = server.connect()) {
            client.getOutputStream()
                    .write((BEHIND_A_PROXY + "\n").replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();

            String line = server.line();
            assertThat(line).doesNotContain("Cookie: hush").contains("Cookie: ");
            JsonNode trace = Outcome.json(line).get("trace");
            assertThat(trace.get("failure").asText()).isEqualTo("NO_CONNECTION_UPGRADE");
            assertThat(trace.get("head").asText()).contains("Connection: close");
        }
    }

    @Test
    void saysThatAPeerIsSilentOrLeaves() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "ws://127.0.0.1:" + silent.getLocalPort() + "/";
            Outcome explained = Outcome.of("explain", "--timeout", "3s", url);
            assertThat(explained.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(explained.out()).contains("FAILED: TIMED_OUT", "  cause   Usually a peer that waits");
        }
        try (ScriptedServer leaving = new ScriptedServer("HTTP/1.1 101 Switching")) {
            assertThat(Outcome.of("explain", leaving.url("/")).out())
                    .contains("  | HTTP/1.1 101 Switching\n", "FAILED: PEER_LEFT");
        }
    }

    @Test
    void tellsThatAPeerWasNotReached() {
        Outcome explained = Outcome.of("explain", "ws://127.0.0.1:1/");
        assertThat(explained.exitCode()).isEqualTo(ExitCode.NOT_REACHED);
        assertThat(explained.out()).contains("NOT REACHED");
        assertThat(explained.err()).hasLineCount(1).contains("NOT_REACHED");
    }

    @ParameterizedTest
    @CsvSource({
        "--relax BARE_LF ws://127.0.0.1/, --relax is only for --request",
        "--subprotocol x --request -, --subprotocol is not for --request",
        "--request nowhere ws://127.0.0.1/, one argument too many",
        "'', Missing required",
        "http://127.0.0.1/, a URL is ws://"
    })
    void refusesWhatMakesNoSense(String args, String complaint) {
        Outcome refused = Outcome.of(("explain " + args).strip().split(" "));
        assertThat(refused.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(refused.err()).hasLineCount(1).contains(complaint);
    }

    @ParameterizedTest
    @CsvSource({"none, is not there", "'', can't be read"})
    void refusesAFileThatCannotBeRead(String name, String complaint) {
        Path file = directory.resolve(name);
        Outcome refused = Outcome.of("explain", "--request", file.toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(refused.err()).contains("the file '" + file + "' " + complaint);
    }
}
