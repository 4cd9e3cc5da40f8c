package dev.handshake.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The inspector in Chromium. */
@Tag("interop")
class InspectorPageTest {

    @TempDir
    static Path profile;

    private static Browser browser;
    private Command.Served server;

    @BeforeAll
    static void startChromium() throws Exception {
        browser = Browser.start(profile);
    }

    @AfterAll
    static void endChromium() {
        if (browser != null) {
            browser.close();
        }
    }

    /** A server of its own for each test is an origin of its own. */
    @BeforeEach
    void openThePage() throws Exception {
        server = Command.serve("--subprotocol", "chat", "--deflate");
        browser.call("Emulation.clearDeviceMetricsOverride", Map.of());
        browser.call("Emulation.setEmulatedMedia", Map.of("features", List.of()));
        browser.open(server.url("http"));
        browser.await("document.getElementById('feed').innerText.startsWith('Listening at')");
    }

    @AfterEach
    void end() {
        server.close();
    }

    /** Clicks one of the buttons that provoke a refusal. */
    private void beRefused(String button) throws Exception {
        browser.evaluate("[...document.querySelectorAll('#tries button')].find(each => each.innerText === '" + button
                + "').click()");
    }

    private void openWebSocket() throws Exception {
        browser.evaluate("document.getElementById('subprotocols').value = 'superchat, chat';"
                + "document.getElementById('open').click()");
        browser.await("document.getElementById('state').innerText === 'Open'");
        browser.await("document.getElementById('outcome').innerText === 'Open'");
    }

    @Test
    void opensAWebSocketAndShowsItsStateAndBothSides() throws Exception {
        openWebSocket();

        assertThat(browser.text("#subprotocol")).isEqualTo("chat");
        assertThat(browser.text("#extensions")).startsWith("permessage-deflate");
        assertThat(browser.text("#status")).isEqualTo("101");
        assertThat(browser.text("#about")).contains("/chat", "subprotocol chat", "extensions permessage-deflate");
        assertThat(browser.text("#phases")).contains("Request", "Decision", "Response");
        assertThat(browser.text("#lines")).contains("GET /chat HTTP/1.1", "Sec-WebSocket-Key: (not shown)");
        assertThat(browser.text("#answer")).startsWith("HTTP/1.1 101 Switching Protocols");
        assertThat(browser.evaluate("document.querySelectorAll('#rules .MET').length === "
                                + "document.querySelectorAll('#rules li').length")
                        .asBoolean())
                .isTrue();

        browser.evaluate("document.getElementById('close').click()");
        browser.await("document.getElementById('state').innerText === 'Closed'");
        assertThat(browser.text("#log")).startsWith("Closed with 1000");
        openWebSocket();
    }

    @Test
    void sendsMessagesAndShowsWhatComesAsText() throws Exception {
        assertThat(browser.evaluate("document.getElementById('send').disabled").asBoolean())
                .isTrue();
        openWebSocket();
        browser.evaluate(
                "document.getElementById('text').value = '<b>Grüße</b>';" + "document.getElementById('send').click()");

        browser.await("document.querySelectorAll('#messages li').length === 2");
        assertThat(browser.text("#messages li.sent .text")).isEqualTo("<b>Grüße</b>");
        assertThat(browser.text("#messages li.came .text")).isEqualTo("<b>Grüße</b>");
        assertThat(browser.evaluate("document.querySelectorAll('#messages b').length")
                        .asInt())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "From another origin, BAD_ORIGIN, 403, ORIGIN",
        "Without an upgrade, NO_CONNECTION_UPGRADE, 426, CONNECTION",
        "By POST, BAD_METHOD, 405, METHOD",
        "With a long target, TARGET_TOO_LONG, 414, LIMITS",
        "By the server\u2019s policy, REJECTED, 403, DECISION"
    })
    void showsTheRuleOfARefusedAttempt(String button, String failure, String status, String rule) throws Exception {
        beRefused(button);

        browser.await("document.getElementById('outcome').innerText === '" + failure + "'");
        assertThat(browser.text("#status")).isEqualTo(status);
        assertThat(browser.text("#sentence")).isNotEmpty();
        assertThat(browser.text("#rules .BROKEN .name")).isEqualTo(rule);
        assertThat(browser.text("#list li")).contains(failure, status);
        assertThat(server.handshake().get("failure").asText()).isEqualTo(failure);
    }

    @Test
    void tiesEachLineToTheRuleThatReadItByTheKeyboardAlone() throws Exception {
        browser.tabTo("#path");
        browser.tabTo("#open");
        browser.press("Enter");
        browser.await("document.getElementById('state').innerText === 'Open'");
        browser.tabTo("#tries button");
        browser.press("Enter");
        browser.await("document.getElementById('outcome').innerText === 'BAD_ORIGIN'");

        browser.tabTo("#list li");
        browser.press("ArrowDown");
        assertThat(browser.text("#outcome")).isEqualTo("Open");
        browser.press("Home");
        assertThat(browser.text("#outcome")).isEqualTo("BAD_ORIGIN");
        browser.tabTo("#lines li");
        browser.press("ArrowDown");
        assertThat(browser.text(":focus")).startsWith("Host: ");
        assertThat(lit("#rules")).containsExactly("HOST", "ORIGIN");
        browser.tabTo("#rules li");
        assertThat(lit("#lines")).containsExactly("GET /other-origin HTTP/1.1");
        for (int i = 0; i < 5; i++) {
            browser.press("ArrowDown");
        }
        assertThat(lit("#rules")).containsExactly("HOST");
        assertThat(lit("#lines")).singleElement().asString().startsWith("Host: ");
        assertThat(browser.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                        .asText())
                .as("the focus is to be seen")
                .isEqualTo("solid");
    }

    private List<String> lit(String list) throws Exception {
        String items = browser.evaluate("[...document.querySelectorAll('" + list
                        + " .lit')].map(each => (each.querySelector('.name') ?? each).innerText).join('\\n')")
                .asText();
        return items.lines().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void canBeReadInLightAndDark(String scheme) throws Exception {
        browser.call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        beRefused("From another origin");
        browser.await("document.getElementById('outcome').innerText === 'BAD_ORIGIN'");

        double paper = browser.evaluate("(" + LUMINANCE + ")(getComputedStyle(document.body).backgroundColor)")
                .asDouble();
        assertThat(paper).isBetween(scheme.equals("dark") ? 0.0 : 0.8, scheme.equals("dark") ? 0.1 : 1.0);
        // WCAG 2.2, 1.4.3: 4.5 to 1 for text.
        assertThat(browser.evaluate(TOO_FAINT.replace("LUMINANCE", LUMINANCE)).asText())
                .isEmpty();
    }

    private static final String LUMINANCE = "colour => { const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3)"
            + ".map(each => each / 255).map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);"
            + " return 0.2126 * r + 0.7152 * g + 0.0722 * b; }";

    /** Names each element with text of its own that stands out too little from what is behind it. */
    private static final String TOO_FAINT = """
            (() => {
              const luminance = LUMINANCE;
              const behind = (element) => {
                for (let each = element; each; each = each.parentElement) {
                  const colour = getComputedStyle(each).backgroundColor;
                  if (!/, 0\\)$/.test(colour)) return colour;
                }
              };
              return [...document.querySelectorAll('body *')].filter((element) => {
                const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
                if (!own || !element.getClientRects().length || element.matches('script, style, :disabled')) return false;
                const pair = [getComputedStyle(element).color, behind(element)].map(luminance).sort((a, b) => b - a);
                return (pair[0] + 0.05) / (pair[1] + 0.05) < 4.5;
              }).map((element) => element.outerHTML.slice(0, 90)).join('\\n');
            })()
            """;

    @Test
    void needsNoScrollingSidewaysOnAPhone() throws Exception {
        browser.call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 360, "height", 740, "deviceScaleFactor", 2, "mobile", true));
        for (String button : List.of("With a long target", "From another origin")) {
            beRefused(button);
            browser.await("document.getElementById('outcome').innerText.length > 0");
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .isEqualTo(360);
        }
    }

    @Test
    void showsWhatAPeerSendsAsTextOnly() throws Exception {
        try (Socket client = new Socket("127.0.0.1", server.port())) {
            client.getOutputStream().write(("""
                    GET /<img/src=x/onerror=window.struck=1> HTTP/1.1
                    Host: <script>window.struck=1</script>
                    X: <iframe srcdoc="<script>parent.struck=1</script>"></iframe>

                    """).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            browser.await("document.getElementById('outcome').innerText === 'BAD_HOST'");
        }
        assertThat(browser.text("#lines")).contains("<script>window.struck=1</script>", "<iframe srcdoc=");
        assertThat(browser.evaluate("window.struck ?? 'untouched'").asText()).isEqualTo("untouched");
        assertThat(browser.evaluate("document.querySelectorAll('main img, main script, main iframe').length")
                        .asInt())
                .isZero();
    }
}
