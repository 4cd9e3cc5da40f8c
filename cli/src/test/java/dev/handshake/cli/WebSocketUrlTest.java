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
        "ws://a.example,               ws://a.example",
        "WSS://a.example/,             WSS://a.example/",
        "ws://a.example:/x,            ws://a.example:/x",
        "ws://a.example:8080/x/y?z=1,  ws://a.example:8080/x/y?z=1",
        "wss://a.example?z,            wss://a.example?z",
        "ws://[2001:db8::1]:9,         ws://[2001:db8::1]:9",
        "ws://b\u00fccher.example/,     ws://xn--bcher-kva.example/",
    })
    void takesAUrl(String text, String uri) {
        WebSocketUrl url = WebSocketUrl.parse(text);

        assertThat(url.text()).isEqualTo(text);
        assertThat(url.uri()).hasToString(uri);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/a|b^c{d}[e] /a%7Cb%5Ec%7Bd%7D%5Be%5D",
                "/%41%zz /%41%25zz",
                "/\u00fc?q=\u20ac /%C3%BC?q=%E2%82%AC",
                "/a?b?c /a?b?c",
            })
    void encodesWhatAUriMayNotHold(String given, String sent) {
        assertThat(WebSocketUrl.parse("ws://a.example" + given).uri()).hasToString("ws://a.example" + sent);
    }

    @Test
    void encodesBlanksAndControlCharacters() {
        assertThat(WebSocketUrl.parse("ws://a.example/a b\r\nX: y").uri().getRawPath())
                .isEqualTo("/a%20b%0D%0AX:%20y");
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
                "ws://a..b/",
                "ws://no-label-of-a-host-name-is-longer-than-sixty-three-letters-as-this.example/",
                "ws://a.example/#",
                "ws://a.example#x",
                "http://a.example/",
                "wss://",
            })
    void refusesWhatCannotBeConnectedTo(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> WebSocketUrl.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ws://me:secret@a.example/", "me:secret@a.example", "https://a.example/?secret", "ws://a#secret"
            })
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
