package dev.handshake;

import static dev.handshake.Wire.REQUEST;
import static dev.handshake.Wire.requestWhere;
import static dev.handshake.Wire.requestWith;
import static dev.handshake.Wire.requestWithout;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of a rule have its name in front. Limits and syntax are in {@link HeadReaderTest} and {@link HeadParserTest}. */
class RequestRuleTest {

    @ParameterizedTest
    @EnumSource(
            value = HandshakeFailure.class,
            mode = Mode.EXCLUDE,
            names = {
                "UPGRADE_DECLINED",
                "NO_SEC_ACCEPT",
                "BAD_SEC_ACCEPT",
                "UNOFFERED_SUBPROTOCOL",
                "UNOFFERED_EXTENSION",
                "BAD_EXTENSION_RESPONSE",
                "TOO_MANY_INTERIM",
                "NOT_REACHED",
                "PROXY_DECLINED",
                "BAD_REDIRECT",
                "TIMED_OUT",
                "CANCELLED"
            })
    void everyRuleHasATestOfItsName(HandshakeFailure failure) {
        assertThat(Stream.of(
                                RequestRuleTest.class,
                                HeadReaderTest.class,
                                HeadParserTest.class,
                                ServerHandshakeTest.class,
                                HandshakeServerTest.class)
                        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                        .map(method -> method.getName().toLowerCase(Locale.ROOT)))
                .anyMatch(
                        name -> name.startsWith(failure.name().replace("_", "").toLowerCase(Locale.ROOT)));
    }

    @Test
    void acceptsARequestThatMeetsEveryRule() {
        Outcome outcome = Refusal.howeverDelivered(ServerHandshaker.create()::start, Wire.octets(REQUEST + "leftover"));
        assertThat(outcome.step()).isEqualTo(Step.OPEN);
        assertThat(Wire.block(outcome.written())).isEqualTo(Wire.ACCEPTED);
        assertThat(outcome.leftover()).isEqualTo("leftover");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/0.9", "HTTP/3.1"})
    void badHttpVersionRefusesAnotherMajorVersion(String version) {
        Refusal.of(REQUEST.replace("HTTP/1.1", version), HandshakeFailure.BAD_HTTP_VERSION);
    }

    @Test
    void badHttpVersionRefusesHttp10() {
        Refusal.of(REQUEST.replace("HTTP/1.1", "HTTP/1.0"), HandshakeFailure.BAD_HTTP_VERSION);
    }

    @ParameterizedTest
    @ValueSource(strings = {" http/1.1", " HTTP/1.12", " HTTP/11", " HTTPS/1.1", " HTTP/a.1", " HTTP/1,1", " ", ""})
    void badHttpVersionAnswers400ToWhatIsNoVersion(String version) {
        byte[] octets = Wire.octets(REQUEST.replace(" HTTP/1.1", version));
        Refusal.of(ServerHandshaker.create(), octets, HandshakeFailure.BAD_HTTP_VERSION, 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1", "HTTP/1.2", "HTTP/1.9"})
    void acceptsAMinorVersionAboveOne(String version) {
        opens(REQUEST.replace("HTTP/1.1", version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "get", "Get", "GETS", "GE", "PUT", "OPTIONS"})
    void badMethodRefusesAnotherMethod(String method) {
        Outcome outcome = Refusal.of(REQUEST.replace("GET", method), HandshakeFailure.BAD_METHOD);
        assertThat(outcome.answer().all("Allow")).containsExactly("GET");
    }

    @Test
    void badMethodAnswersAHeadRequestWithoutABody() {
        ServerHandshaker handshaker = ServerHandshaker.create();
        Outcome outcome = Refusal.howeverDelivered(handshaker::start, Wire.octets(REQUEST.replace("GET", "HEAD")));
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.BAD_METHOD);
        assertThat(outcome.answer().body()).isEmpty();
        Outcome withBody = Outcome.of(handshaker.start(), Wire.octets(REQUEST.replace("GET", "PUT")));
        assertThat(outcome.answer().lines()).isEqualTo(withBody.answer().lines());
    }

    @Test
    void noHostRefusesARequestWithoutHost() {
        Refusal.of(requestWithout("Host"), HandshakeFailure.NO_HOST);
    }

    @Test
    void noHostRefusesAnAbsoluteTargetWithoutHost() {
        String request = requestWithout("Host").replace("/chat", "http://a.example/chat");
        Refusal.of(request, HandshakeFailure.NO_HOST);
    }

    @Test
    void badHostRefusesSeveralLines() {
        Refusal.of(requestWith("Host: a.example"), HandshakeFailure.BAD_HOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "user@a", "a/b", "a:b", "a:80:80", ":80", "[::1", "[::g]", "a\"", "%4", "\u00e4"})
    void badHostRefusesWhatIsNoHost(String host) {
        Refusal.of(requestWhere("Host", host), HandshakeFailure.BAD_HOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.example:8080", "a:", "127.0.0.1:1", "[::1]", "[::ffff:1.2.3.4]:443", "a_b~%41"})
    void acceptsAnyHostWithAnOptionalPort(String host) {
        opens(requestWhere("Host", host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1",
                "Content-Length: 00",
                "Content-Length: +0",
                "Content-Length: -1",
                "Content-Length: 0, 0",
                "Content-Length:",
                "Transfer-Encoding: chunked",
                "Transfer-Encoding: identity",
                "Transfer-Encoding:",
                "transfer-encoding: chunked\nContent-Length: 0",
                "Content-Length: 0\nContent-Length: 0",
                "Content-Length: 0\nContent-Length: 5"
            })
    void unexpectedBodyRefusesWhatAnnouncesABody(String lines) {
        Outcome outcome = Refusal.of(requestWith(lines), HandshakeFailure.UNEXPECTED_BODY);
        assertThat(outcome.failure().reusable()).isFalse();
    }

    @Test
    void acceptsAContentLengthOfZero() {
        opens(requestWith("Content-Length: 0"));
    }

    @Test
    void noConnectionRefusesARequestWithoutConnection() {
        Refusal.of(requestWithout("Connection"), HandshakeFailure.NO_CONNECTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "keep-alive", "upgrade2", "up grade", "\"upgrade\"", "Upgrad", "keep-alive,close"})
    void noConnectionUpgradeRefusesAConnectionWithoutTheToken(String value) {
        Refusal.of(requestWhere("Connection", value), HandshakeFailure.NO_CONNECTION_UPGRADE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"upgrade", "UPGRADE", "keep-alive, Upgrade", ",, Upgrade ,", "keep-alive\nConnection: upgrade"})
    void acceptsTheTokenAnywhereInConnection(String value) {
        opens(requestWhere("Connection", value));
    }

    @Test
    void noUpgradeRefusesARequestWithoutUpgrade() {
        Refusal.of(requestWithout("Upgrade"), HandshakeFailure.NO_UPGRADE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h2c", "websockets", "web socket", "websocket/13", "WebSocke"})
    void noUpgradeWebsocketRefusesAnotherProtocol(String value) {
        Refusal.of(requestWhere("Upgrade", value), HandshakeFailure.NO_UPGRADE_WEBSOCKET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WebSocket", "h2c, websocket", "h2c\nUpgrade: WEBSOCKET", "\twebsocket \t"})
    void acceptsWebsocketAnywhereInUpgrade(String value) {
        opens(requestWhere("Upgrade", value));
    }

    @Test
    void noSecVersionRefusesARequestWithoutVersion() {
        Refusal.of(requestWithout("Sec-WebSocket-Version"), HandshakeFailure.NO_SEC_VERSION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "12", "14", "013", "13.0", "13, 8", "1 3", "13\nSec-WebSocket-Version: 13"})
    void badSecVersionRefusesWhatIsNotExactly13(String value) {
        Refusal.of(requestWhere("Sec-WebSocket-Version", value), HandshakeFailure.BAD_SEC_VERSION);
    }

    @Test
    void noSecKeyRefusesARequestWithoutKey() {
        Refusal.of(requestWithout("Sec-WebSocket-Key"), HandshakeFailure.NO_SEC_KEY);
    }

    @Test
    void badSecKeyRefusesTwoKeys() {
        Refusal.of(requestWith("Sec-WebSocket-Key: " + Wire.KEY), HandshakeFailure.BAD_SEC_KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dGhlIHNhbXBsZSBub25jZQ=",
                "dGhlIHNhbXBsZSBub25jZQ",
                "dGhlIHNhbXBsZSBub25jZQ===",
                "dGhlIHNhbXBsZSBub25jZ===",
                "dGhlIHNhbXBsZSBub25jZQ=a",
                "dGhlIHNhbXBsZSBub25j_Q==",
                "dGhlIHNhbXBsZSBub25 ZQ==",
                "AAAAAAAAAAAAAAAAAAAAAAAA",
                "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ=="
            })
    void badSecKeyRefusesWhatIsNotTheBase64Of16Octets(String key) {
        Outcome outcome = Refusal.of(requestWhere("Sec-WebSocket-Key", key), HandshakeFailure.BAD_SEC_KEY);
        assertThat(outcome.failure()).hasMessageNotContaining("dGhlIHNh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "a b", "a;b", "a, \"b\"", "a, a", "a, b\nSec-WebSocket-Protocol: c, a", "\u00e4"})
    void badSubprotocolListRefusesWhatIsNoListOfDifferentTokens(String value) {
        Refusal.of(requestWith("Sec-WebSocket-Protocol: " + value), HandshakeFailure.BAD_SUBPROTOCOL_LIST);
    }

    @Test
    void badSubprotocolListRefusesARepetitionAmongMany() {
        String names =
                String.join(",", IntStream.range(0, 40).mapToObj(i -> "p" + i).toList());
        opens(requestWith("Sec-WebSocket-Protocol: " + names));
        Refusal.of(requestWith("Sec-WebSocket-Protocol: " + names + ",p0"), HandshakeFailure.BAD_SUBPROTOCOL_LIST);
        Refusal.of(requestWith("Sec-WebSocket-Protocol: " + names + ",p39"), HandshakeFailure.BAD_SUBPROTOCOL_LIST);
    }

    @Test
    void badSubprotocolListTakesLetterCaseAsADifference() {
        opens(requestWith("Sec-WebSocket-Protocol: a, A,, b ,"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",", "a;", "a;;b", "a b", "a; b=", "a; b=\"", "a; b=\"c d\"", "a; b=\"\"", "a; =c", ";a"})
    void badExtensionListRefusesWhatIsNotOfTheGrammar(String value) {
        Refusal.of(requestWith("Sec-WebSocket-Extensions: " + value), HandshakeFailure.BAD_EXTENSION_LIST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a;b", "a ; b = c , ,d", "a; b=\"c\"", "a; b=\"\\c\"", "a\nSec-WebSocket-Extensions: a"})
    void acceptsExtensionsThatItDoesNotKnow(String value) {
        Outcome outcome = opens(requestWith("Sec-WebSocket-Extensions: " + value));
        assertThat(outcome.answer().all("Sec-WebSocket-Extensions")).isEmpty();
    }

    @Test
    void badOriginRefusesAnotherSite() {
        Refusal.of(requestWith("Origin: http://b.example"), HandshakeFailure.BAD_ORIGIN);
        opens(requestWith("Origin: http://a.example"));
    }

    @Test
    void noCommonSubprotocolRefusesARequestWithoutOneThatIsRequired() {
        ServerHandshaker handshaker = ServerHandshaker.builder()
                .subprotocols(Subprotocols.serverPreference("a", "b").required())
                .build();
        Refusal.of(handshaker, REQUEST, HandshakeFailure.NO_COMMON_SUBPROTOCOL);
        Refusal.of(handshaker, requestWith("Sec-WebSocket-Protocol: c"), HandshakeFailure.NO_COMMON_SUBPROTOCOL);
        Outcome outcome = Outcome.of(handshaker.start(), Wire.octets(requestWith("Sec-WebSocket-Protocol: c, b")));
        assertThat(outcome.answer().all("Sec-WebSocket-Protocol")).containsExactly("b");
    }

    private static Outcome opens(String request) {
        Outcome outcome = Refusal.howeverDelivered(ServerHandshaker.create()::start, Wire.octets(request));
        assertThat(outcome.step()).as(outcome.written()).isEqualTo(Step.OPEN);
        assertThat(outcome.answer().all("Sec-WebSocket-Accept")).containsExactly(Wire.ACCEPT);
        return outcome;
    }
}
