package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeRequestTest {

    private static HandshakeRequest request(String target) {
        return HandshakeRequest.builder("GET", target).header("Host", "h").build();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/, /, -, h",
                "/a/b, /a/b, -, h",
                "/a?b, /a, b, h",
                "/a?, /a, '', h",
                "/?a?b, /, a?b, h",
                "/%20|, /%20|, -, h",
                "//x/y, //x/y, -, h",
                "http://a, /, -, a",
                "http://a:80, /, -, a:80",
                "http://a/, /, -, a",
                "http://a/b?c, /b, c, a",
                "http://a?c, /, c, a",
                "https://[::1]:8/b, /b, -, [::1]:8",
                "'', /, -, h",
                "x, /, -, ''",
                "x?y, /, y, ''",
                "http:, /, -, ''",
                "*, /, -, ''"
            })
    void takesItsTargetApart(String target, String path, String query, String host) {
        HandshakeRequest request = request(target);
        assertThat(request.target()).isEqualTo(target);
        assertThat(request.path()).isEqualTo(path);
        assertThat(request.query().orElse(null)).isEqualTo(query);
        assertThat(request.host()).isEqualTo(host);
    }

    @Test
    void hasNoHostIfThereAreSeveral() {
        HandshakeRequest.Builder builder = HandshakeRequest.builder("GET", "/");
        assertThat(builder.build().host()).isEmpty();
        assertThat(builder.header("Host", "a").header("Host", "b").build().host())
                .isEmpty();
    }

    @Test
    void givesWhatIsAskedFor() {
        HandshakeRequest request = HandshakeRequest.builder("GET", "/")
                .header("Origin", "https://a")
                .header("Sec-WebSocket-Protocol", "a, b")
                .header("sec-websocket-protocol", ",c")
                .header("Sec-WebSocket-Extensions", "x; y")
                .build();
        assertThat(request.origin()).contains("https://a");
        assertThat(request.subprotocols()).containsExactly("a", "b", "c");
        assertThat(request.extensions()).hasToString("[x; y]");
        assertThat(request.relaxations()).isEmpty();
        assertThat(request.connection()).isSameAs(ConnectionInfo.UNKNOWN);
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.httpVersion()).isEqualTo("HTTP/1.1");
    }

    @Test
    void givesNothingWhereItIsMalformedOrMissing() {
        HandshakeRequest request = HandshakeRequest.builder("GET", "/")
                .header("Origin", "https://a")
                .header("Origin", "https://a")
                .header("Sec-WebSocket-Protocol", "a, a")
                .header("Sec-WebSocket-Extensions", "x; ;")
                .build();
        assertThat(request.origin()).isEmpty();
        assertThat(request.subprotocols()).isEmpty();
        assertThat(request.extensions()).isEmpty();
        assertThat(request("/").origin()).isEmpty();
        assertThat(request("/").subprotocols()).isEmpty();
        assertThat(request("/").extensions()).isEmpty();
    }

    private static HandshakeRequest.Builder upgrade(String method) {
        return HandshakeRequest.builder(method, "/");
    }

    @Test
    void isAnUpgradeIfItAsksForAWebSocket() {
        assertThat(upgrade("GET")
                        .header("Connection", "keep-alive")
                        .header("connection", "x, UPGRADE")
                        .header("Upgrade", "h2c, WebSocket")
                        .build()
                        .isUpgrade())
                .isTrue();
        HandshakeRequest.Builder two =
                upgrade("GET").header("Connection", "upgrade").header("Upgrade", "websocket");
        assertThat(two.httpVersion(2, 0).build().isUpgrade()).isTrue();
        assertThat(two.httpVersion(1, 0).build().isUpgrade()).isFalse();
        assertThat(two.httpVersion(0, 9).build().isUpgrade()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, upgrade, websocket",
        "get, upgrade, websocket",
        "GET, close, websocket",
        "GET, upgrade, h2c",
        "GET, upgrades, websocket",
        "GET, upgrade, websocket/13"
    })
    void isNoUpgradeIfAnyPartIsMissing(String method, String connection, String protocol) {
        assertThat(upgrade(method)
                        .header("Connection", connection)
                        .header("Upgrade", protocol)
                        .build()
                        .isUpgrade())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\n", "\n", "\u0000", "\u0100"})
    void refusesWhatCannotBeAPart(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HandshakeRequest.builder(text, "/"));
        assertThatIllegalArgumentException().isThrownBy(() -> HandshakeRequest.builder("GET", text));
        HandshakeRequest.Builder builder = HandshakeRequest.builder("GET", "/");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.header(text, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.header("x", text));
    }

    @Test
    void refusesAColonInAName() {
        HandshakeRequest.Builder builder = HandshakeRequest.builder("GET", "/");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.header("Host: b.example\u00e9", "x"))
                .withMessageContaining("colon");
        assertThat(builder.header("", ":").build().headers().lines("")).containsExactly(":");
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "10, 0", "1, -1", "1, 10"})
    void refusesAVersionThatThereIsNot(int major, int minor) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HandshakeRequest.builder("GET", "/").httpVersion(major, minor));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u000b", "\u000c", "\u001c", "\u001f"})
    void dropsNoControlCharacterAroundAValue(String control) {
        HandshakeRequest request = HandshakeRequest.builder("GET", "/")
                .header("Host", "a" + control)
                .build();
        assertThat(ServerHandshaker.create().evaluate(request).bodyText()).startsWith("BAD_SYNTAX");
    }

    @Test
    void dropsTheWhiteSpaceAroundAValue() {
        assertThat(HandshakeRequest.builder("GET", "/")
                        .header("A", " \t b c\t ")
                        .build()
                        .headers()
                        .only("A"))
                .contains("b c");
    }

    @Test
    void isCheckedLikeAnyOtherWhateverItsPartsAre() {
        ServerHandshaker handshaker = ServerHandshaker.create();
        for (HandshakeRequest request : new HandshakeRequest[] {
            request(""),
            request("/ HTTP/1.1"),
            HandshakeRequest.builder("", "/").build(),
            HandshakeRequest.builder("GET /", "/").build(),
            HandshakeRequest.builder("GET", "/").header("", "a").build(),
            HandshakeRequest.builder("GET", "/").header("a b", "c").build(),
            HandshakeRequest.builder("GET", "/").header(" a", "c").build()
        }) {
            assertThat(handshaker.evaluate(request).bodyText()).startsWith("BAD_SYNTAX");
        }
        HandshakeRequest old =
                HandshakeRequest.builder("GET", "/").httpVersion(1, 0).build();
        assertThat(handshaker.evaluate(old).status()).isEqualTo(505);
    }

    @Test
    void showsNoSecrets() {
        assertThat(HandshakeRequest.builder("GET", "/a?token=secret")
                        .header("Cookie", "secret")
                        .header("A", "b")
                        .build())
                .hasToString("GET /a?(not shown) HTTP/1.1\nCookie: (not shown)\nA: b\n");
    }

    @Test
    void showsARequestWithoutAVersion() {
        Outcome outcome = Outcome.of(ServerHandshaker.create().start(), Wire.octets("GET /\nA: b\n\n"));
        HandshakeRequest request = outcome.failure().request().orElseThrow();
        assertThat(request.httpVersion()).isEmpty();
        assertThat(request).hasToString("GET / \nA: b\n");
    }
}
