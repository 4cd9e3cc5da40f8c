package dev.handshake;

import static dev.handshake.ClientSide.OPENING;
import static dev.handshake.ClientSide.openingWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of a rule have its name in front. */
class ResponseRuleTest {

    private static final ClientHandshaker PLAIN = ClientHandshaker.create();

    @ParameterizedTest
    @EnumSource(
            value = HandshakeFailure.class,
            mode = Mode.INCLUDE,
            names = {
                "BAD_SYNTAX",
                "HEAD_TOO_LARGE",
                "TOO_MANY_HEADERS",
                "BAD_HTTP_VERSION",
                "NO_CONNECTION",
                "NO_CONNECTION_UPGRADE",
                "NO_UPGRADE",
                "NO_UPGRADE_WEBSOCKET",
                "UPGRADE_DECLINED",
                "NO_SEC_ACCEPT",
                "BAD_SEC_ACCEPT",
                "UNOFFERED_SUBPROTOCOL",
                "UNOFFERED_EXTENSION",
                "BAD_EXTENSION_RESPONSE",
                "TOO_MANY_INTERIM",
                "NOT_HTTP",
                "PEER_LEFT"
            })
    void everyRuleHasATestOfItsName(HandshakeFailure failure) {
        assertThat(Stream.of(ResponseRuleTest.class.getDeclaredMethods())
                        .map(method -> method.getName().toLowerCase(Locale.ROOT)))
                .anyMatch(
                        name -> name.startsWith(failure.name().replace("_", "").toLowerCase(Locale.ROOT)));
    }

    private static HandshakeException refused(ClientHandshaker handshaker, String response, HandshakeFailure failure) {
        Outcome outcome = ClientSide.run(handshaker, response);
        assertThat(outcome.rule()).isEqualTo(failure);
        HandshakeException refused = outcome.failure();
        assertThat(refused).hasMessageStartingWith(failure + ": " + failure.sentence());
        assertThat(refused.reusable()).isFalse();
        assertThat(refused.phase()).isEqualTo(HandshakePhase.RESPONSE);
        assertThat(refused.leftover().hasRemaining()).isFalse();
        assertThat(refused.request().orElseThrow().target()).isEqualTo("/chat");
        assertThat(outcome.engine().subprotocol()).isNull();
        assertThat(outcome.engine().extensions()).isEmpty();
        assertThat(outcome.engine().leftover().hasRemaining()).isFalse();
        return refused;
    }

    private static Outcome opens(ClientHandshaker handshaker, String response) {
        Outcome outcome = ClientSide.run(handshaker, response);
        assertThat(outcome.step()).as(() -> "" + outcome.failure()).isEqualTo(Step.OPEN);
        return outcome;
    }

    @Test
    void opensAfterAResponseThatMeetsEveryRule() {
        Outcome outcome = opens(PLAIN, OPENING + "leftover");
        assertThat(outcome.leftover()).isEqualTo("leftover");
        assertThat(outcome.engine().response().status()).isEqualTo(101);
        assertThat(outcome.engine().response().reason()).isEqualTo("Switching Protocols");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 8", "Transfer-Encoding: chunked", "Content-Length: x"})
    void ignoresTheFramingOfABodyOnA101(String line) {
        assertThat(opens(PLAIN, openingWith(line) + "leftover").leftover()).isEqualTo("leftover");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP/1.1 101", "HTTP/1.1 101 ", "HTTP/1.1 101 \u00e4 any", "HTTP/1.2 101 x", "HTTP/1.9 101"})
    void acceptsAnyReasonAndAMinorVersionAboveOne(String line) {
        opens(PLAIN, OPENING.replace("HTTP/1.1 101 Switching Protocols", line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1",
                "HTTP/1.1 ",
                "HTTP/1.1 10",
                "HTTP/1.1 1010",
                "HTTP/1.1 1x1",
                "HTTP/1.1 010",
                "HTTP/1.1  101",
                "HTTP/1.1\t101",
                "HTTP/11 101",
                "HTTP/1.x 101",
                "HTTP/1.1 101\tx",
                "HTTP/1.1 101 a\u0000b",
                "HTTP/1.1 101 a\rb",
                "HTTP/",
                "HTTP/1.1 101 Switching\nA : b",
                "HTTP/1.1 101 Switching\nA b",
                "HTTP/1.1 101 Switching\n A: b",
                "HTTP/1.1 101 Switching\nA: \u0001"
            })
    void badSyntaxRefusesAMalformedHead(String start) {
        String response = OPENING.replace("HTTP/1.1 101 Switching Protocols", start);
        HandshakeException refused = refused(PLAIN, response, HandshakeFailure.BAD_SYNTAX);
        assertThat(refused).hasMessageContaining("At octet ");
        assertThat(refused.response()).isEmpty();
    }

    @Test
    void badSyntaxRefusesBareLineFeeds() {
        Outcome outcome = Outcome.of(PLAIN.start("a", "/"), Wire.raw(OPENING));
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.BAD_SYNTAX);
    }

    @Test
    void headTooLargeIsExact() {
        int length = Wire.octets(OPENING.replace(ClientSide.RIGHT, Wire.ACCEPT)).length;
        Limits limits = Limits.defaults();
        opens(ClientHandshaker.builder().limits(limits.withHeadBytes(length)).build(), OPENING + "leftover");
        ClientHandshaker small = ClientHandshaker.builder()
                .limits(limits.withHeadBytes(length - 1))
                .build();
        refused(small, OPENING, HandshakeFailure.HEAD_TOO_LARGE);
    }

    @Test
    void tooManyHeadersIsExact() {
        Limits limits = Limits.defaults();
        opens(ClientHandshaker.builder().limits(limits.withHeaders(3)).build(), OPENING);
        ClientHandshaker few =
                ClientHandshaker.builder().limits(limits.withHeaders(2)).build();
        refused(few, OPENING, HandshakeFailure.TOO_MANY_HEADERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-x", "http/1.1 101", "HTTPS", "\n", "\u0016\u0003", "HTTX"})
    void notHttpTellsByTheFirstOctets(String octets) {
        HandshakeException refused = refused(PLAIN, octets, HandshakeFailure.NOT_HTTP);
        assertThat(refused).hasMessageContaining("Its first octets were: '");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "H", "HTTP/1.1 101", "HTTP/1.1 101 x\nA: b\n", "HTTP/1.1 100 x\n\n"})
    void peerLeftEndsAHeadThatIsNotComplete(String octets) {
        assertThat(refused(PLAIN, octets, HandshakeFailure.PEER_LEFT).response())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"200 OK", "301 Moved", "400 Bad", "426 Upgrade", "500 x", "999", "102 x\n\nHTTP/1.1 200 OK"})
    void upgradeDeclinedReportsWhateverElseIsWrong(String status) {
        String response = "HTTP/1.1 " + status + "\nContent-Length: 0\n\n";
        HandshakeException refused = refused(PLAIN, response, HandshakeFailure.UPGRADE_DECLINED);
        assertThat(refused)
                .hasMessageContaining(
                        "It answered " + refused.response().orElseThrow().status());
    }

    @Test
    void upgradeDeclinedComesBeforeTheVersion() {
        refused(PLAIN, "HTTP/1.0 400 Bad\n\nwhy", HandshakeFailure.UPGRADE_DECLINED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.0", "HTTP/2.0", "HTTP/0.9"})
    void badHttpVersionRefusesAnother(String version) {
        refused(PLAIN, OPENING.replace("HTTP/1.1", version), HandshakeFailure.BAD_HTTP_VERSION);
    }

    @Test
    void noConnectionRefusesAResponseWithoutIt() {
        refused(PLAIN, OPENING.replace("Connection", "X"), HandshakeFailure.NO_CONNECTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "", "upgraded"})
    void noConnectionUpgradeRefusesAnotherToken(String value) {
        String response = OPENING.replace("Connection: Upgrade", "Connection: " + value);
        HandshakeException refused = refused(PLAIN, response, HandshakeFailure.NO_CONNECTION_UPGRADE);
        assertThat(refused)
                .hasMessageContaining("Found: 'Connection: " + value + "'.")
                .hasMessageEndingWith("(RFC 6455, 4.1, 3)");
    }

    @Test
    void noUpgradeRefusesAResponseWithoutIt() {
        refused(PLAIN, OPENING.replace("Upgrade: websocket\n", ""), HandshakeFailure.NO_UPGRADE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "websocket, h2c", "", "websocket\nUpgrade: websocket", "websocket/13"})
    void noUpgradeWebsocketRefusesWhatIsNotExactlyThatProtocol(String value) {
        String response = OPENING.replace("Upgrade: websocket", "Upgrade: " + value);
        refused(PLAIN, response, HandshakeFailure.NO_UPGRADE_WEBSOCKET);
    }

    @Test
    void acceptsAnyLetterCaseOfTokens() {
        opens(PLAIN, OPENING.replace("websocket", "WebSocket").replace(": Upgrade", ": keep-alive, UPGRADE"));
    }

    @Test
    void noSecAcceptRefusesAResponseWithoutIt() {
        refused(PLAIN, OPENING.replace("Sec-WebSocket-Accept", "X"), HandshakeFailure.NO_SEC_ACCEPT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "(right)=", "(right) x", "(right), (right)", "x(right)"})
    void badSecAcceptRefusesAnyOtherValue(String value) {
        HandshakeException refused = refused(PLAIN, OPENING.replace("(right)", value), HandshakeFailure.BAD_SEC_ACCEPT);
        assertThat(refused.response().orElseThrow().status()).isEqualTo(101);
    }

    @Test
    void badSecAcceptRefusesTheRightValueTwice() {
        refused(PLAIN, openingWith("Sec-WebSocket-Accept: (right)"), HandshakeFailure.BAD_SEC_ACCEPT);
    }

    @Test
    void badSecAcceptTakesLetterCaseAsADifference() {
        ClientHandshake engine = PLAIN.start("a", "/");
        String key = engine.request().headers().only("Sec-WebSocket-Key").orElseThrow();
        String swapped = SecWebSocketKey.parse(key)
                .accept()
                .chars()
                .map(c -> Character.isLetter(c) ? c ^ 0x20 : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        Outcome outcome = Outcome.of(engine, Wire.octets(OPENING.replace("(right)", swapped)));
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.BAD_SEC_ACCEPT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "", "A", "a, b", "a\nSec-WebSocket-Protocol: b", "a\nSec-WebSocket-Protocol: a"})
    void unofferedSubprotocolRefusesWhatIsNotOneOfThoseOffered(String value) {
        ClientHandshaker asking =
                ClientHandshaker.builder().subprotocols("a", "b").build();
        String response = openingWith("Sec-WebSocket-Protocol: " + value);
        refused(asking, response, HandshakeFailure.UNOFFERED_SUBPROTOCOL);
        refused(PLAIN, response, HandshakeFailure.UNOFFERED_SUBPROTOCOL);
    }

    @Test
    void agreesOnASubprotocolOrOnNone() {
        ClientHandshaker asking =
                ClientHandshaker.builder().subprotocols("a", "b").build();
        assertThat(opens(asking, openingWith("Sec-WebSocket-Protocol: b"))
                        .engine()
                        .subprotocol())
                .isEqualTo("b");
        assertThat(opens(asking, OPENING).engine().subprotocol()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "permessage-deflate, x", "permessage-deflate-2"})
    void unofferedExtensionRefusesWhatWasNotOffered(String value) {
        ClientHandshaker offering = ClientHandshaker.builder()
                .extensions(PermessageDeflate.defaults())
                .build();
        String response = openingWith("Sec-WebSocket-Extensions: " + value);
        refused(offering, response, HandshakeFailure.UNOFFERED_EXTENSION);
        refused(PLAIN, response, HandshakeFailure.UNOFFERED_EXTENSION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "permessage-deflate;",
                "permessage-deflate; x",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate, permessage-deflate",
                "permessage-deflate; server_max_window_bits=7",
                "other, other"
            })
    void badExtensionResponseRefusesWhatIsNoAnswerToTheOffer(String value) {
        ClientHandshaker offering = ClientHandshaker.builder()
                .offer("permessage-deflate; client_max_window_bits, other")
                .build();
        refused(offering, openingWith("Sec-WebSocket-Extensions: " + value), HandshakeFailure.BAD_EXTENSION_RESPONSE);
    }

    @Test
    void agreesOnExtensions() {
        ClientHandshaker offering = ClientHandshaker.builder()
                .extensions(PermessageDeflate.defaults())
                .offer("other; a=b")
                .build();
        String response =
                openingWith("Sec-WebSocket-Extensions: other; c=\"d\"", "Sec-WebSocket-Extensions: permessage-deflate");
        assertThat(opens(offering, response).engine().extensions()).hasToString("[other; c=d, permessage-deflate]");
        assertThat(opens(offering, OPENING).engine().extensions()).isEmpty();
    }

    @Test
    void tooManyInterimIsExact() {
        String interim = "HTTP/1.1 100 Continue\n\nHTTP/1.1 103 Early Hints\nLink: x\n\n";
        Outcome outcome = opens(PLAIN, interim.repeat(4) + OPENING + "leftover");
        assertThat(outcome.leftover()).isEqualTo("leftover");
        assertThat(outcome.engine().response().headers().contains("Link")).isFalse();
        refused(PLAIN, interim.repeat(4) + "HTTP/1.1 199 x\n\n" + OPENING, HandshakeFailure.TOO_MANY_INTERIM);
        ClientHandshaker impatient = ClientHandshaker.builder()
                .limits(Limits.defaults().withInterimResponses(0))
                .build();
        refused(impatient, "HTTP/1.1 100 x\n\n", HandshakeFailure.TOO_MANY_INTERIM);
        refused(PLAIN, "HTTP/1.1 100 x\n\nSSH", HandshakeFailure.NOT_HTTP);
        refused(PLAIN, "HTTP/1.1 100 x\n\nHTTP/x\n\n", HandshakeFailure.BAD_SYNTAX);
    }
}
