package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

    private static boolean permits(Origins origins, boolean secure, String target, String... lines) {
        HandshakeRequest.Builder request = HandshakeRequest.builder("GET", target)
                .header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Key", Wire.KEY)
                .header("Sec-WebSocket-Version", "13");
        for (int i = 0; i < lines.length; i += 2) {
            request.header(lines[i], lines[i + 1]);
        }
        ScriptedTransport transport = new ScriptedTransport();
        transport.secure = secure;
        ServerHandshaker handshaker = ServerHandshaker.builder()
                .origins(origins)
                .relax(Relaxation.MISSING_HOST)
                .build();
        int status = handshaker.evaluate(request.connection(transport).build()).status();
        assertThat(status).isIn(101, 403);
        return status == 101;
    }

    private static boolean permits(Origins origins, String origin) {
        return permits(origins, true, "/", "Host", "h", "Origin", origin);
    }

    @ParameterizedTest
    @CsvSource({
        "a.example, http://a.example, false",
        "a.example, HTTP://A.EXAMPLE, false",
        "A.example, http://a.example, false",
        "a.example:80, http://a.example, false",
        "a.example, http://a.example:80, false",
        "a.example:, http://a.example, false",
        "a.example:8080, http://a.example:8080, false",
        "a.example, https://a.example, true",
        "a.example:443, https://a.example, true",
        "[::1]:8443, https://[::1]:8443, true",
        "[::A], http://[::a], false"
    })
    void sameOriginLetsInWhatTheRequestIsFor(String host, String origin, boolean secure) {
        assertThat(permits(Origins.sameOrigin(), secure, "/", "Host", host, "Origin", origin))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a.example, https://a.example, false",
        "a.example, http://a.example, true",
        "a.example, http://b.example, false",
        "a.example, http://x.a.example, false",
        "a.example, http://a.example.b, false",
        "a.example, http://a.exampl, false",
        "a.example, http://a.example:8080, false",
        "a.example:8080, http://a.example, false",
        "a.example:443, http://a.example, false",
        "a.example, http://a.example/, false",
        "a.example, http://user@a.example, false",
        "a.example, http://a.example:, true",
        "a.example, ws://a.example, false",
        "a.example, a.example, false",
        "a.example, null, false",
        "a.example, '', false",
        "'', '', false",
        "'', http://, false",
        "'', null, false",
        "a.example, http://a.example:99999999999, false",
        "a.example:888888, http://A.example:999999, false",
        "a.example, http://a.example http://b.example, false",
    })
    void sameOriginKeepsOutEverythingElse(String host, String origin, boolean secure) {
        assertThat(permits(Origins.sameOrigin(), secure, "/", "Host", host, "Origin", origin))
                .isFalse();
    }

    @Test
    void sameOriginTakesTheHostOfAnAbsoluteTarget() {
        Origins same = Origins.sameOrigin();
        assertThat(permits(same, false, "http://b/", "Host", "a", "Origin", "http://b"))
                .isTrue();
        assertThat(permits(same, false, "http://b/", "Host", "a", "Origin", "http://a"))
                .isFalse();
    }

    @Test
    void sameOriginKeepsOutAnOriginWhereThereIsNoHost() {
        assertThat(permits(Origins.sameOrigin(), false, "/", "Origin", "http://a"))
                .isFalse();
        assertThat(permits(Origins.sameOrigin(), false, "/", "Origin", "http://"))
                .isFalse();
        assertThat(permits(Origins.sameOrigin(), false, "/")).isTrue();
    }

    @Test
    void severalOriginsAreKeptOut() {
        String[] twice = {"Host", "a", "Origin", "http://a", "Origin", "http://a"};
        assertThat(permits(Origins.sameOrigin(), false, "/", twice)).isFalse();
        assertThat(permits(Origins.allow("http://a"), false, "/", twice)).isFalse();
        assertThat(permits(Origins.any(), false, "/", twice)).isTrue();
    }

    @Test
    void withoutOriginIsASwitchOfItsOwn() {
        for (Origins origins : new Origins[] {Origins.any(), Origins.sameOrigin(), Origins.allow("http://a")}) {
            assertThat(permits(origins, false, "/", "Host", "a")).isTrue();
            assertThat(permits(origins.withoutOrigin(false), false, "/", "Host", "a"))
                    .isFalse();
            assertThat(permits(origins.withoutOrigin(false), false, "/", "Host", "a", "Origin", "http://a"))
                    .isTrue();
            assertThat(permits(origins.withoutOrigin(false).withoutOrigin(true), false, "/", "Host", "a"))
                    .isTrue();
        }
    }

    @Test
    void allowLetsInWhatIsNamed() {
        Origins origins = Origins.allow("https://a.example", "HTTP://Localhost:3000", "null", "app://x");
        assertThat(permits(origins, "https://a.example")).isTrue();
        assertThat(permits(origins, "https://A.example:443")).isTrue();
        assertThat(permits(origins, "http://localhost:3000")).isTrue();
        assertThat(permits(origins, "null")).isTrue();
        assertThat(permits(origins, "app://x")).isTrue();
        assertThat(permits(origins, "app://x:1")).isFalse();
        assertThat(permits(origins, "http://a.example")).isFalse();
        assertThat(permits(origins, "https://x.a.example")).isFalse();
        assertThat(permits(origins, "http://localhost")).isFalse();
        assertThat(permits(origins, "NULL")).isFalse();
        assertThat(permits(Origins.allow(), "https://h")).isFalse();
    }

    @Test
    void allowLetsInAllHostsBelowADomain() {
        Origins origins = Origins.allow("https://*.a.example", "http://*.b:8080");
        assertThat(permits(origins, "https://x.a.example")).isTrue();
        assertThat(permits(origins, "https://y.x.A.example")).isTrue();
        assertThat(permits(origins, "http://x.b:8080")).isTrue();
        assertThat(permits(origins, "https://a.example")).isFalse();
        assertThat(permits(origins, "https://.a.example.c")).isFalse();
        assertThat(permits(origins, "https://xa.example")).isFalse();
        assertThat(permits(origins, "http://x.a.example")).isFalse();
        assertThat(permits(origins, "https://x.a.example:8443")).isFalse();
        assertThat(permits(origins, "http://x.b")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://*.a.example", "https://*.x.a.example", "https://*", "https://x*.a.example"})
    void takesNoPatternFromThePeer(String origin) {
        assertThat(permits(Origins.allow("https://*.a.example", "https://a.example"), origin))
                .isFalse();
        assertThat(permits(Origins.allow("null", "https://x.a.example"), origin))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.example",
                "://a",
                "https://",
                "https://a/",
                "https://a/b",
                "https://a b",
                "https://u@a",
                "https://a:b",
                "https://*",
                "https://a.*",
                "https://*.",
                "https://*.*.a",
                "h ttp://a",
                "https://a#",
                "*",
                "https://a:1234567",
                "https://a:65536"
            })
    void refusesWhatIsNoOrigin(String origin) {
        assertThatIllegalArgumentException().isThrownBy(() -> Origins.allow("https://a", origin));
    }

    @Test
    void showsItself() {
        assertThat(Origins.any()).hasToString("any");
        assertThat(Origins.sameOrigin().withoutOrigin(false)).hasToString("same origin, none without Origin");
        assertThat(Origins.allow("https://a").toString()).contains("https").contains("443");
    }
}
