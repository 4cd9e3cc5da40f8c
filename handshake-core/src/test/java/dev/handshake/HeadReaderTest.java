package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a head ends, and the limits on the way there; each exact, however the octets arrive. */
class HeadReaderTest {

    private static final int REQUEST_BYTES = Wire.octets(Wire.REQUEST).length;

    private static ServerHandshaker server(Limits limits) {
        return ServerHandshaker.builder().limits(limits).build();
    }

    @Test
    void headTooLargeRefusesOneOctetMoreThanTheLimit() {
        Limits limits = Limits.defaults();
        opens(server(limits.withHeadBytes(REQUEST_BYTES)), Wire.REQUEST);
        Refusal.of(server(limits.withHeadBytes(REQUEST_BYTES - 1)), Wire.REQUEST, HandshakeFailure.HEAD_TOO_LARGE);
    }

    @Test
    void headTooLargeDoesNotCountALeadingEmptyLineOrTheLeftover() {
        ServerHandshaker handshaker = server(Limits.defaults().withHeadBytes(REQUEST_BYTES));
        opens(handshaker, "\n" + Wire.REQUEST + "x".repeat(500));
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 511, 512, 513, 1023, 1024, 1025, 5000})
    void headTooLargeIsExactForEachLimit(int limit) {
        String start = "GET / HTTP/1.1\n";
        ServerHandshaker handshaker = server(Limits.defaults().withHeadBytes(limit));
        String fits = start + "A: " + "x".repeat(limit - 16 - 3 - 4) + "\n\n";
        assertThat(Wire.octets(fits)).hasSize(limit);
        Refusal.of(handshaker, fits, HandshakeFailure.NO_HOST);
        Refusal.of(handshaker, fits.replace("A:", "A: "), HandshakeFailure.HEAD_TOO_LARGE);
    }

    @Test
    void headTooLargeEndsAHeadThatNeverEnds() {
        ServerHandshaker handshaker = server(Limits.defaults().withHeadBytes(100));
        Refusal.of(handshaker, "x".repeat(100), HandshakeFailure.HEAD_TOO_LARGE);
        assertThat(Outcome.of(handshaker.start(), Wire.octets("x".repeat(99))).rule())
                .isEqualTo(HandshakeFailure.PEER_LEFT);
    }

    @Test
    void tooManyHeadersRefusesOneFieldMoreThanTheLimit() {
        opens(server(Limits.defaults().withHeaders(5)), Wire.REQUEST);
        Refusal.of(server(Limits.defaults().withHeaders(4)), Wire.REQUEST, HandshakeFailure.TOO_MANY_HEADERS);
        Refusal.of(server(Limits.defaults().withHeaders(1)), Wire.REQUEST, HandshakeFailure.TOO_MANY_HEADERS);
    }

    @Test
    void tooManyHeadersIsToldBeforeTheHeadEnds() {
        ServerHandshaker handshaker = server(Limits.defaults().withHeaders(2));
        Refusal.of(handshaker, "GET / HTTP/1.1\nA: 1\nB: 2\nC: 3\n", HandshakeFailure.TOO_MANY_HEADERS);
    }

    @Test
    void acceptsManyFieldsWithinTheLimit() {
        String lines = String.join(
                "\n", IntStream.range(0, 95).mapToObj(i -> "X-" + i + ": " + i).toList());
        ServerHandshaker handshaker = ServerHandshaker.create();
        Outcome outcome = opens(handshaker, Wire.requestWith(lines));
        assertThat(outcome.engine().request().headers().size()).isEqualTo(100);
        Refusal.of(handshaker, Wire.requestWith(lines, "Y: 1"), HandshakeFailure.TOO_MANY_HEADERS);
    }

    @Test
    void targetTooLongRefusesOneOctetMoreThanTheLimit() {
        opens(server(Limits.defaults().withTargetBytes(5)), Wire.REQUEST);
        Refusal.of(server(Limits.defaults().withTargetBytes(4)), Wire.REQUEST, HandshakeFailure.TARGET_TOO_LONG);
    }

    @Test
    void targetTooLongComesBeforeTheSyntax() {
        ServerHandshaker handshaker = server(Limits.defaults().withTargetBytes(4));
        String request = Wire.REQUEST.replace("/chat", "no path");
        Refusal.of(handshaker, request, HandshakeFailure.BAD_SYNTAX);
        Refusal.of(handshaker, request.replace("no path", "no-path"), HandshakeFailure.TARGET_TOO_LONG);
    }

    @Test
    void toleratesOneLeadingEmptyLine() {
        Outcome outcome = opens(ServerHandshaker.create(), "\n" + Wire.REQUEST);
        assertThat(outcome.failure()).isNull();
        Refusal.of("\n\n" + Wire.REQUEST, HandshakeFailure.BAD_SYNTAX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0016", "\u0016\u0003\u0001\u0002\u0000\u0001", "\u0016GET / HTTP/1.1\r\n\r\n"})
    void notHttpTellsATlsHandshakeByItsFirstOctetAndAnswersNothing(String octets) {
        Outcome outcome = Refusal.howeverDelivered(ServerHandshaker.create()::start, Wire.raw(octets));
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.NOT_HTTP);
        assertThat(outcome.written()).isEmpty();
        assertThat(outcome.failure()).hasMessageContaining("TLS").hasMessageContaining("wss:");
        assertThat(outcome.failure().response()).isEmpty();
        assertThat(outcome.failure().request()).isEmpty();
    }

    static Stream<String> beginnings() {
        return IntStream.range(0, Wire.REQUEST.length() - 1).mapToObj(to -> Wire.REQUEST.substring(0, to));
    }

    @ParameterizedTest
    @MethodSource("beginnings")
    void peerLeftEndsARequestThatIsNotComplete(String beginning) {
        Outcome outcome = Outcome.of(ServerHandshaker.create().start(), Wire.octets(beginning));
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.PEER_LEFT);
        assertThat(outcome.written()).isEmpty();
        assertThat(outcome.failure().phase()).isEqualTo(HandshakePhase.REQUEST);
    }

    private static Outcome opens(ServerHandshaker handshaker, String request) {
        Outcome outcome = Refusal.howeverDelivered(handshaker::start, Wire.octets(request));
        assertThat(outcome.step()).as(outcome.written()).isEqualTo(Step.OPEN);
        return outcome;
    }
}
