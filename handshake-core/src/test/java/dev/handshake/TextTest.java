package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    @Test
    void escapesAllButVisibleAscii() {
        assertThat(Text.shown("a ~\\\r\n\0\u001b\u007f\u00e4\u2028"))
                .isEqualTo("a ~\\\\\\x0d\\x0a\\x00\\x1b\\x7f\\xe4\\u2028");
    }

    @Test
    void cutsAfter80Characters() {
        assertThat(Text.shown("x".repeat(80))).isEqualTo("x".repeat(80));
        assertThat(Text.shown("x".repeat(81))).isEqualTo("x".repeat(80) + "... (81 characters)");
        assertThat(Text.shown("")).isEmpty();
    }

    @Test
    void showsNoQueryAndNoSecret() {
        assertThat(Text.shownTarget("/a?b")).isEqualTo("/a?(not shown)");
        assertThat(Text.shownTarget("/a\u00e4")).isEqualTo("/a\\xe4");
        assertThat(Text.shownUnlessSecret("cookie", "a")).isEqualTo("(not shown)");
        assertThat(Text.shownUnlessSecret("cookies", "a")).isEqualTo("a");
    }

    @Test
    void showsNoQueryOfAnAddressInAField() {
        assertThat(Text.shownUnlessSecret("Location", "https://a/b?c#d")).isEqualTo("https://a/b?(not shown)");
        assertThat(Text.shownUnlessSecret("location", "/b#token=c?d")).isEqualTo("/b#(not shown)");
        assertThat(Text.shownUnlessSecret("Referer", "http://a/?b")).isEqualTo("http://a/?(not shown)");
        assertThat(Text.shownUnlessSecret("Location", "/b")).isEqualTo("/b");
        assertThat(Text.shownUnlessSecret("X-Link", "/b?c")).isEqualTo("/b?c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /?token=secret HTTP/1.1\r\n",
                "GET /?token=se?cret secret",
                "GET http://secret:secret@a.example/ HTTP/1.1\r\n",
                "\nGET /?token=secret HTTP/1.1\r\n",
                "GET /?token=a HTTP/secret HTTP/1.1\r\n",
                "GET /?token=a HTTP/1.1 secret\r\n",
                "GET /?token=a HTTP/secret",
                "\r\nGET http://secret:secret@a.example/?secret HTTP/1.1\r\n",
                "GET / HTTP/1.1\r\nauthorization:secret\r\n",
                "GET / HTTP/1.1\nPROXY-AUTHORIZATION : secret\n secret\n\tsecret\n",
                "GET / HTTP/1.1\r\nCookie: a\rsecret\rsecret\r\n",
                "GET / HTTP/1.1\rCookie secret\r\n\r\n secret",
                "GET / HTTP/1.1\r\n Cookie: secret=secret; secret\r\n",
                "secret-websocket-key: no\r\nSec-WebSocket-Key: secret",
                "Set-Cookie: secret"
            })
    void noSecretIsInAHead(String head) {
        String shown = Text.withoutSecrets(head).replace("secret-websocket", "");
        assertThat(shown).doesNotContain("secret").hasSameSizeAs(head.replace("secret-websocket", ""));
    }

    @Test
    void aHeadOfFoldedSecretsTakesNoLongerThanAnother() {
        String head = "Cookie: a" + "\r\n b".repeat(100_000);
        assertThat(Text.withoutSecrets(head)).doesNotContain("b");
    }
}
