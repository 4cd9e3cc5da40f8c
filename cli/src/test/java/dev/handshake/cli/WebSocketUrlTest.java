package dev.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketUrlTest {

    @ParameterizedTest
    @CsvSource({
        "ws://a.example,               a.example,     80,   a.example,        /",
        "WS://a.example/,              a.example,     80,   a.example,        /",
        "ws://a.example:80/x,          a.example,     80,   a.example,        /x",
        "ws://a.example:/x,            a.example,     80,   a.example,        /x",
        "ws://a.example:8080/x/y?z=1,  a.example,     8080, a.example:8080,   /x/y?z=1",
        "ws://a.example?z,             a.example,     80,   a.example,        /?z",
        "ws://127.0.0.1:1,             127.0.0.1,     1,    127.0.0.1:1,      /",
        "ws://[::1]:9/,                ::1,           9,    [::1]:9,          /",
        "ws://[2001:db8::1],           2001:db8::1,   80,   [2001:db8::1],    /",
        "ws://bücher.example/,         xn--bcher-kva.example, 80, xn--bcher-kva.example, /",
    })
    void takesAUrlApart(String text, String host, int port, String authority, String target) {
        assertThat(WebSocketUrl.parse(text)).isEqualTo(new WebSocketUrl(text, host, port, authority, target));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/a|b^c{d}[e] /a|b^c{d}[e]",
                "/%41%zz /%41%zz",
                "/\u00fc?q=\u20ac /%C3%BC?q=%E2%82%AC",
                "/a?b?c /a?b?c",
            })
    void encodesOnlyWhatATargetMayNotHold(String given, String sent) {
        assertThat(WebSocketUrl.parse("ws://a.example" + given).target()).isEqualTo(sent);
    }

    @Test
    void encodesBlanksAndControlCharacters() {
        assertThat(WebSocketUrl.parse("ws://a.example/a b\r\nX: y").target()).isEqualTo("/a%20b%0D%0AX:%20y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.example",
                "ws:",
                "ws:/a",
                "ws://",
                "ws:///x",
                "ws://:80/",
                "ws://a.example:0/",
                "ws://a.example:65536/",
                "ws://a.example:999999999999/",
                "ws://a.example:http/",
                "ws://a:1:2/",
                "ws://[::1/",
                "ws://[::g]/",
                "ws://a b/",
                "ws://a.example/#",
                "ws://a.example#x",
                "http://a.example/",
                "wss://a.example/",
            })
    void refusesWhatCannotBeConnectedTo(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> WebSocketUrl.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ws://me:secret@a.example/", "me:secret@a.example", "wss://a.example/?secret", "ws://a#secret"})
    void doesNotRepeatSecretsInErrors(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebSocketUrl.parse(text))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void showsNoQuery() {
        assertThat(WebSocketUrl.parse("ws://a.example/x?token=1").shown()).isEqualTo("ws://a.example/x?...");
    }
}
