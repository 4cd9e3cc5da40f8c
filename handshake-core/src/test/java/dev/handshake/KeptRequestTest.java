package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What an engine has given away stays as it was, whatever the engine is used for afterwards. */
class KeptRequestTest {

    private static final String OTHER = Wire.requestWith(
                    "Sec-WebSocket-Protocol: other", "X-Other: other, other, other")
            .replace("GET /", "GET /other");

    private final ServerHandshake engine =
            ServerHandshaker.builder().keepAlive(true).build().start();

    @Test
    void outlivesTheNextOneWhenItWasAccepted() {
        Outcome.of(engine, Wire.octets(Wire.requestWith("X-Own: own")));
        HandshakeRequest kept = engine.request();
        String shown = shown(kept);
        engine.reset();
        Outcome.of(engine, Wire.octets(OTHER));
        assertThat(shown(kept)).isEqualTo(shown).contains("X-Own=own ");
        assertThat(shown(engine.request())).contains("/other");
    }

    @Test
    void outlivesTheNextOneWhenItWasRefused() {
        Outcome.of(engine, Wire.octets("GET /own HTTP/1.1\nHost: own.example\nX-Own: own\n\n"));
        HandshakeRequest kept = engine.request();
        String shown = shown(kept);
        engine.reset();
        Outcome.of(engine, Wire.octets(OTHER));
        assertThat(shown(kept)).isEqualTo(shown).contains("/own", "own.example", "X-Own=own ");
    }

    @Test
    void hasAResponseThatOutlivesTheNextOne() {
        Outcome.of(engine, Wire.octets(Wire.REQUEST));
        HandshakeResponse kept = engine.response();
        String shown = kept.status() + " " + shown(kept.headers());
        engine.reset();
        Outcome.of(engine, Wire.octets("GET / HTTP/1.1\nHost: a\n\n"));
        assertThat(kept.status() + " " + shown(kept.headers())).isEqualTo(shown).startsWith("101 ");
    }

    private static String shown(HandshakeRequest request) {
        return request.method() + " " + request.target() + " " + request.host() + " " + request.subprotocols() + " "
                + shown(request.headers());
    }

    private static String shown(Headers headers) {
        StringBuilder shown = new StringBuilder();
        headers.forEach(
                (name, value) -> shown.append(name).append('=').append(value).append(' '));
        return shown.toString();
    }
}
