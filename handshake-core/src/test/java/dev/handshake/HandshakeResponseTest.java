package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeResponseTest {

    @Test
    void isBuiltOfItsParts() {
        byte[] body = Wire.raw("\u00c3\u00a4");
        HandshakeResponse response = HandshakeResponse.builder(404)
                .header("A", "b")
                .headers(Headers.of("C", "d"))
                .body(body)
                .build();
        body[0] = 'x';
        response.body()[0] = 'y';
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.reason()).isEqualTo("Not Found");
        assertThat(response.bodyText()).isEqualTo("\u00e4");
        assertThat(response.headers()).hasToString("A: b\nC: d\n");
        assertThat(HandshakeResponse.builder(200).body("\u00e4").build().body()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101, 199, 600, -1})
    void refusesAStatusThatIsNoRefusal(int status) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HandshakeResponse.builder(status))
                .withMessageContaining("Decision.accept()");
        assertThatIllegalArgumentException().isThrownBy(() -> Decision.reject(status));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Connection", "upgrade", "Content-Length", "TRANSFER-ENCODING", "Sec-WebSocket-Accept", "Host"})
    void refusesWhatTheHandshakeWritesItself(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HandshakeResponse.builder(400).header(name, "x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HandshakeResponse.builder(400).headers(Headers.of(name, "x")));
    }

    @ParameterizedTest
    @CsvSource({
        "200, OK",
        "204, No Content",
        "301, Moved Permanently",
        "302, Found",
        "307, Temporary Redirect",
        "308, Permanent Redirect",
        "400, Bad Request",
        "401, Unauthorized",
        "403, Forbidden",
        "404, Not Found",
        "405, Method Not Allowed",
        "414, URI Too Long",
        "426, Upgrade Required",
        "429, Too Many Requests",
        "431, Request Header Fields Too Large",
        "500, Internal Server Error",
        "503, Service Unavailable",
        "505, HTTP Version Not Supported",
        "299, ''"
    })
    void hasTheReasonPhraseOfItsStatus(int status, String reason) {
        assertThat(HandshakeResponse.builder(status).build().reason()).isEqualTo(reason);
        assertThat(StatusPhrases.of(101)).isEqualTo("Switching Protocols");
    }

    @Test
    void isTakenApartWhenSomeoneLooks() {
        HandshakeResponse response = HandshakeResponse.rendered(Wire.octets(Wire.ACCEPTED));
        assertThat(response.status()).isEqualTo(101);
        assertThat(response.headers().only("sec-websocket-accept")).contains(Wire.ACCEPT);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void isTakenApartHoweverLargeItIs() {
        String value = "x".repeat(100_000);
        HandshakeResponse response = HandshakeResponse.rendered(Wire.octets(
                Wire.ACCEPTED.substring(0, Wire.ACCEPTED.length() - 1) + ("A: " + value + "\n").repeat(20) + "\n"));
        assertThat(response.headers().lines("A")).hasSize(20).containsOnly(value);
    }

    @Test
    void showsNoSecrets() {
        HandshakeResponse response = HandshakeResponse.builder(200)
                .header("Set-Cookie", "secret")
                .body("secret")
                .build();
        assertThat(response).hasToString("HTTP/1.1 200 OK\nSet-Cookie: (not shown)\n");
    }
}
