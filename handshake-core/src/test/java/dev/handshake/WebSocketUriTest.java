package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketUriTest {

    private static WebSocketUri parse(String uri) {
        return WebSocketUri.parse(URI.create(uri));
    }

    @ParameterizedTest
    @CsvSource({
        "ws://a.example,               a.example,         80,   a.example,         /",
        "ws://a.example:80/,           a.example,         80,   a.example,         /",
        "ws://a.example:443/,          a.example,         443,  a.example:443,     /",
        "wss://a.example,              a.example,         443,  a.example,         /",
        "wss://a.example:443/,         a.example,         443,  a.example,         /",
        "wss://a.example:80/,          a.example,         80,   a.example:80,      /",
        "WSS://A.Example:8443/Chat,    a.example,         8443, a.example:8443,    /Chat",
        "ws://a.example:/x,            a.example,         80,   a.example,         /x",
        "ws://127.0.0.1:9/,            127.0.0.1,         9,    127.0.0.1:9,       /",
        "ws://a.example:1/,            a.example,         1,    a.example:1,       /",
        "ws://a.example:65535/,        a.example,         65535, a.example:65535,  /",
        "ws://[::1]/,                  ::1,               80,   [::1],             /",
        "ws://[2001:DB8::1]:81/,       2001:db8::1,       81,   [2001:db8::1]:81,  /",
        "ws://a_b.example/,            a_b.example,       80,   a_b.example,       /",
        "ws://bücher.example/,         xn--bcher-kva.example, 80, xn--bcher-kva.example, /",
        "ws://a.example?q=1,           a.example,         80,   a.example,         /?q=1",
        "ws://a.example/p?,            a.example,         80,   a.example,         /p?",
        "ws://a.example/a%20b?c=%2F,   a.example,         80,   a.example,         /a%20b?c=%2F",
        "ws://a.example/ü,             a.example,         80,   a.example,         /%C3%BC",
        "ws://a.example//,             a.example,         80,   a.example,         //",
        "ws://a.example//b.example/x,  a.example,         80,   a.example,         //b.example/x",
    })
    void takesHostPortAndTarget(String uri, String name, int port, String authority, String target) {
        WebSocketUri parsed = parse(uri);
        assertThat(parsed.name()).isEqualTo(name);
        assertThat(parsed.port()).isEqualTo(port);
        assertThat(parsed.authority()).isEqualTo(authority);
        assertThat(parsed.target()).isEqualTo(target);
        assertThat(parse(parsed.full())).isEqualTo(parsed);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example/,            neither ws nor wss",
        "//a.example/,                 neither ws nor wss",
        "a,                            neither ws nor wss",
        "ws:a.example,                 no host",
        "ws:///chat,                   no host",
        "ws:/chat,                     no host",
        "ws://:80/,                    host is none",
        "ws://a.example/#top,          fragment",
        "ws://a.example/#,             fragment",
        "ws://user:hidden@a.example/,  user information",
        "ws://@a.example/,             user information",
        "ws://a.example:0/,            port",
        "ws://a.example:65536/,        port",
        "ws://a.example:999999/,       port",
        "ws://a.example:x/,            port",
        "ws://a.example:80:90/,        port",
        "ws://a.example：80/,          host is none",
        "ws://a.example／b/,           host is none",
        "ws://a＠b.example/,           host is none",
    })
    void refusesWhatCannotBeConnectedToAtTheLineAtFault(String uri, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientHandshaker.create().connectAsync(URI.create(uri)))
                .withMessageContaining(why)
                .withMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @CsvSource({
        "/x,                        ws://a.example/x",
        "x,                         ws://a.example/p/x",
        "./x,                       ws://a.example/p/x",
        "../x,                      ws://a.example/x",
        "..,                        ws://a.example/",
        "../..,                     ws://a.example/",
        "../../x,                   ws://a.example/x",
        "/../x,                     ws://a.example/x",
        "/./x/.,                    ws://a.example/x/",
        "/a/b/../x/..,              ws://a.example/a/",
        "/..a/.b/...,               ws://a.example/..a/.b/...",
        "x//y,                      ws://a.example/p/x//y",
        "/x//../y?a/../b,           ws://a.example/x/y?a/../b",
        "http://b.example/../x,     ws://b.example/x",
        "?r=2,                      ws://a.example/p/q?r=2",
        "'?',                       ws://a.example/p/q?",
        "x?r=2#top,                 ws://a.example/p/x?r=2",
        "'#top',                    ws://a.example/p/q?old=1",
        "//b.example/x,             ws://b.example/x",
        "//b.example,               ws://b.example/",
        "ws://b.example/x,          ws://b.example/x",
        "wss://b.example/x,         wss://b.example/x",
        "http://b.example/x,        ws://b.example/x",
        "https://b.example/x,       wss://b.example/x",
        "HTTPS://B.Example:443/x,   wss://b.example/x",
        "http://b.example:443#t,    ws://b.example:443/",
        "http://[::1]:81/a?b#c,     ws://[::1]:81/a?b",
    })
    void resolvesALocation(String location, String there) {
        assertThat(parse("ws://a.example/p/q?old=1").resolve(location).full()).isEqualTo(there);
    }

    @Test
    void keepsTheSchemeOfARelativeLocation() {
        WebSocketUri secure = parse("wss://a.example:8443/p");
        assertThat(secure.resolve("/x").full()).isEqualTo("wss://a.example:8443/x");
        assertThat(secure.resolve("//b.example/x").full()).isEqualTo("wss://b.example/x");
        assertThat(secure.resolve("").full()).isEqualTo("wss://a.example:8443/p");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://b.example/",
                "javascript:alert(1)",
                "data:text/html,x",
                "http:x",
                "http:///x",
                "http://user:hidden@b.example/",
                "//user:hidden@b.example/",
                "http://b.example:0/",
                "http://b.example:x/",
                "http://[::1",
                "http://b.example/a b",
                "http://b.example/\u00e4",
                "http://b.example/%zz",
                "http://",
                "://",
                ":"
            })
    void refusesALocationThatLeadsNowhere(String location) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("ws://a.example/").resolve(location))
                .withMessageNotContaining("hidden");
    }

    @Test
    void comparesOriginsBySchemeHostAndPort() {
        WebSocketUri uri = parse("ws://a.example/p");
        assertThat(uri.hasOriginOf(parse("ws://A.example:80/q"))).isTrue();
        assertThat(uri.hasOriginOf(parse("wss://a.example:80/p"))).isFalse();
        assertThat(uri.hasOriginOf(parse("ws://a.example:81/p"))).isFalse();
        assertThat(uri.hasOriginOf(parse("ws://b.a.example/p"))).isFalse();
    }
}
