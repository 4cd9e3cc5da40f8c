package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server answers to plain HTTP, where it has a fallback. */
class FallbackTest {

    private final List<HandshakeRequest> seen = new ArrayList<>();
    private final ServerHandshaker handshaker = ServerHandshaker.builder()
            .fallback(request -> {
                seen.add(request);
                return HandshakeResponse.builder(200).body("healthy").build();
            })
            .build();

    private Outcome run(String request) {
        return Outcome.of(handshaker.start(), Wire.octets(request));
    }

    @Test
    void answersAPlainRequest() {
        Outcome outcome = run("GET /health?a HTTP/1.1\nHost: a\n\nleftover");
        assertThat(Wire.block(outcome.written())).isEqualTo("""
                HTTP/1.1 200 OK
                Connection: close
                Content-Type: text/plain; charset=utf-8
                Content-Length: 7

                healthy""");
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.NO_CONNECTION);
        assertThat(outcome.failure().response().orElseThrow().bodyText()).isEqualTo("healthy");
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).path()).isEqualTo("/health");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.0\n\n",
                "GET / HTTP/1.0\nHost: a\n\n",
                "GET / HTTP/1.0\nConnection: Upgrade\nUpgrade: websocket\n\n",
                "POST / HTTP/1.1\nHost: a\nContent-Length: 0\n\n",
                "OPTIONS / HTTP/1.1\nHost: a\nConnection: keep-alive\n\n",
                "GET / HTTP/1.1\nHost:\nConnection: close\nUpgrade: h2c\n\n",
                "GET http://a/ HTTP/1.1\nHost: a\n\n",
                "GET / HTTP/1.1\nHost: a\nUpgrade: websocket\nSec-WebSocket-Version: 8\n\n"
            })
    void isGivenWhatIsNoUpgrade(String request) {
        Outcome outcome = run(request);
        assertThat(outcome.answer().status()).isEqualTo(200);
        assertThat(seen).hasSize(1);
    }

    @Test
    void answersAHeadRequestWithTheHeadAlone() {
        Outcome outcome = run("HEAD / HTTP/1.1\nHost: a\n\n");
        assertThat(outcome.answer().all("Content-Length")).containsExactly("7");
        assertThat(outcome.answer().body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\nHost: a\nContent-Length: 5\n\n",
                "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n",
                "GET / HTTP/1.1\nHost: a\nContent-Length: 0\nContent-Length: 0\n\n",
                "GET / HTTP/1.1\n\n",
                "GET / HTTP/1.1\nHost: a\nHost: a\n\n",
                "GET / HTTP/1.0\nHost: a b\n\n",
                "GET / HTTP/2.0\nHost: a\n\n",
                "GET /\nHost: a\n\n",
                "GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: websocket\n\n",
                "GET / HTTP/1.1\nHost : a\n\n"
            })
    void isNotGivenWhatLeavesOpenWhereItEndsOrIsAnUpgrade(String request) {
        Outcome outcome = run(request);
        assertThat(outcome.answer().status()).isGreaterThanOrEqualTo(400);
        assertThat(seen).isEmpty();
    }

    @Test
    void answers500IfItThrowsOrAnswersNull() {
        RuntimeException own = new RuntimeException("own");
        ServerHandshaker throwing = ServerHandshaker.builder()
                .fallback(request -> {
                    throw own;
                })
                .build();
        Outcome outcome = Outcome.of(throwing.start(), Wire.octets("GET / HTTP/1.1\nHost: a\n\n"));
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.CALLBACK_FAILED);
        assertThat(outcome.failure()).hasCause(own);
        assertThat(outcome.answer().status()).isEqualTo(500);
        ServerHandshaker silent =
                ServerHandshaker.builder().fallback(request -> null).build();
        outcome = Outcome.of(silent.start(), Wire.octets("GET / HTTP/1.1\nHost: a\n\n"));
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.CALLBACK_FAILED);
        assertThat(outcome.failure()).hasCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void answers500UndecoratedIfTheDecoratorThrowsAsWell() {
        RuntimeException own = new RuntimeException("own");
        RuntimeException decorators = new RuntimeException("the decorator's");
        ServerHandshaker throwing = ServerHandshaker.builder()
                .fallback(request -> {
                    throw own;
                })
                .decorate((request, status, headers) -> {
                    throw decorators;
                })
                .build();
        Outcome outcome = Outcome.of(throwing.start(), Wire.octets("GET / HTTP/1.1\nHost: a\n\n"));
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.CALLBACK_FAILED);
        assertThat(outcome.failure()).hasCause(own);
        assertThat(own.getSuppressed()).containsExactly(decorators);
        assertThat(outcome.answer().status()).isEqualTo(500);
    }

    @Test
    void isDecoratedLikeEachAnswer() {
        ServerHandshaker decorating = ServerHandshaker.builder()
                .fallback(request -> HandshakeResponse.builder(204).build())
                .decorate((request, status, headers) -> headers.add("X-Status", "" + status))
                .build();
        Outcome outcome = Outcome.of(decorating.start(), Wire.octets("GET / HTTP/1.1\nHost: a\n\n"));
        assertThat(Wire.block(outcome.written()))
                .isEqualTo("HTTP/1.1 204 No Content\nConnection: close\nX-Status: 204\n\n");
    }
}
