package dev.handshake.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.handshake.interop.wire.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page in a browser, which tells the server of the page what became of its WebSocket. */
@Tag("interop")
class ChromiumTest {

    @TempDir
    Path profile;

    private HttpServer pages;
    private volatile CompletableFuture<String> result = new CompletableFuture<>();

    @BeforeEach
    void servePage() throws IOException {
        pages = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        pages.createContext("/page", exchange -> answer(exchange, Debian.text("page.html")));
        pages.createContext("/messages", exchange -> answer(exchange, Debian.text("messages.html")));
        pages.createContext("/result", exchange -> {
            result.complete(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, "");
        });
        pages.start();
    }

    @AfterEach
    void stopServingPage() {
        pages.stop(0);
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking"})
    void opensFromAPageThatIsLetIn(String transport) throws Exception {
        try (Command.Served server =
                Command.serve("--transport", transport, "--origin", origin(), "--subprotocol", "chat", "--deflate")) {
            JsonNode page = browse(server.url("ws") + "room?a=|^{}");
            assertThat(page.get("opened").asBoolean()).as(page.toString()).isTrue();
            assertThat(page.get("subprotocol").asText()).isEqualTo("chat");
            assertThat(page.get("extensions").asText()).startsWith("permessage-deflate");
            assertThat(server.handshake().get("status").asInt()).isEqualTo(101);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty"})
    void opensOverTlsOnTheSamePort(String transport) throws Exception {
        try (Command.Served server =
                Command.serve("--transport", transport, "--tls", "--origin", origin(), "--subprotocol", "chat")) {
            for (String scheme : new String[] {"wss", "ws"}) {
                JsonNode page = browse(server.url(scheme) + scheme, "--ignore-certificate-errors");
                assertThat(page.get("opened").asBoolean()).as(page.toString()).isTrue();
                assertThat(server.handshake().get("target").asText()).isEqualTo("/" + scheme);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking"})
    void isKeptOutWhereThePageIsOfAnotherOrigin(String transport) throws Exception {
        try (Command.Served server = Command.serve("--transport", transport, "--subprotocol", "chat")) {
            JsonNode page = browse(server.url("ws"));
            assertThat(page.get("opened").asBoolean()).isFalse();
            assertThat(page.get("code").asInt()).isEqualTo(1006);
            JsonNode handshake = server.handshake();
            assertThat(handshake.get("failure").asText()).isEqualTo("BAD_ORIGIN");
            assertThat(handshake.get("status").asInt()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nio, --no-deflate, ''",
        "nio, --deflate, permessage-deflate",
        "blocking, --deflate, permessage-deflate",
        "netty, --deflate, permessage-deflate"
    })
    void hasItsMessagesEchoed(String transport, String deflate, String extensions) throws Exception {
        try (Command.Served server = Command.serve("--transport", transport, "--origin", origin(), deflate)) {
            String page = origin() + "/messages?url=" + URLEncoder.encode(server.url("ws"), StandardCharsets.UTF_8);
            JsonNode outcome = open(page);
            assertThat(outcome.get("echoed").asBoolean()).as(outcome.toString()).isTrue();
            assertThat(outcome.get("clean").asBoolean()).isTrue();
            assertThat(outcome.get("code").asInt()).isEqualTo(4000);
            assertThat(outcome.get("extensions").asText()).isEqualTo(extensions);
        }
    }

    private String origin() {
        return "http://127.0.0.1:" + pages.getAddress().getPort();
    }

    private JsonNode browse(String url, String... options) throws Exception {
        String page =
                origin() + "/page?subprotocol=x&subprotocol=chat&url=" + URLEncoder.encode(url, StandardCharsets.UTF_8);
        return open(page, options);
    }

    private JsonNode open(String page, String... options) throws Exception {
        result = new CompletableFuture<>();
        List<String> command = Browser.command(profile);
        command.addAll(List.of(options));
        command.add(page);
        try (Program chromium = Program.start(command, Map.of())) {
            return Command.json(result.get(60, TimeUnit.SECONDS));
        }
    }
}
