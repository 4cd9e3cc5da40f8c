package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine answers beside the rules: decisions, decorators, relaxations, a second attempt. */
class ServerHandshakeTest {

    private static Outcome run(ServerHandshaker.Builder builder, String request) {
        ServerHandshaker handshaker = builder.build();
        return Refusal.howeverDelivered(handshaker::start, Wire.octets(request));
    }

    private static ServerHandshaker.Builder builder() {
        return ServerHandshaker.builder();
    }

    static Stream<Arguments> quirks() {
        return Stream.of(
                Arguments.of(Relaxation.ANY_KEY, Wire.requestWhere("Sec-WebSocket-Key", "any"), "BAD_SEC_KEY"),
                Arguments.of(Relaxation.ANY_KEY, Wire.requestWhere("Sec-WebSocket-Key", "~".repeat(24)), "BAD_SEC_KEY"),
                Arguments.of(
                        Relaxation.OBS_FOLD,
                        Wire.REQUEST.replace("Connection: ", "Connection: keep-alive,\n \n\t "),
                        "BAD_SYNTAX"),
                Arguments.of(Relaxation.OBS_FOLD, Wire.requestWith("A:", " b", "\tc"), "BAD_SYNTAX"),
                Arguments.of(Relaxation.MISSING_HOST, Wire.requestWithout("Host"), "NO_HOST"),
                Arguments.of(Relaxation.HTTP_1_0, Wire.REQUEST.replace("HTTP/1.1", "HTTP/1.0"), "BAD_HTTP_VERSION"));
    }

    @ParameterizedTest
    @MethodSource("quirks")
    void putsUpWithAQuirkOnlyIfItIsRelaxed(Relaxation needed, String request, String failure) {
        for (Relaxation relaxation : Relaxation.values()) {
            Outcome outcome = run(builder().relax(relaxation), request);
            if (relaxation == needed) {
                assertThat(outcome.step()).as(outcome.written()).isEqualTo(Step.OPEN);
                assertThat(outcome.engine().request().relaxations()).containsExactly(needed);
            } else {
                assertThat(outcome.rule().name()).isEqualTo(failure);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines", "a leading empty line", "some lines", "the last line"})
    void putsUpWithBareLineFeedsOnlyIfTheyAreRelaxed(String where) {
        String crlf = Wire.text(Wire.octets(Wire.REQUEST));
        byte[] octets = Wire.raw(
                switch (where) {
                    case "lines" -> Wire.REQUEST;
                    case "a leading empty line" -> "\n" + crlf;
                    case "some lines" -> crlf.replace("example\r", "example");
                    default -> crlf.substring(0, crlf.length() - 2) + "\n";
                });
        for (Relaxation relaxation : Relaxation.values()) {
            ServerHandshaker handshaker = builder().relax(relaxation).build();
            Outcome outcome = Refusal.howeverDelivered(handshaker::start, octets);
            if (relaxation == Relaxation.BARE_LF) {
                assertThat(outcome.step()).isEqualTo(Step.OPEN);
                assertThat(outcome.engine().request().relaxations()).containsExactly(Relaxation.BARE_LF);
            } else {
                assertThat(outcome.rule()).isEqualTo(HandshakeFailure.BAD_SYNTAX);
            }
        }
    }

    @Test
    void tooManyPendingAnswers503BeforeAnythingIsRead() {
        ServerHandshake engine = builder().build().start().turnAway();
        assertThat(engine.step()).isEqualTo(Step.WRITE);
        Outcome outcome = Outcome.of(engine, new byte[0]);
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.TOO_MANY_PENDING);
        assertThat(outcome.answer().status()).isEqualTo(503);
        assertThat(outcome.answer().all("Retry-After")).containsExactly("1");
        assertThat(outcome.answer().all("Connection")).containsExactly("close");
    }

    @Test
    void reportsNoRelaxationThatWasNotNeeded() {
        Outcome outcome = run(builder().relax(Relaxation.values()), Wire.REQUEST);
        assertThat(outcome.step()).isEqualTo(Step.OPEN);
        assertThat(outcome.engine().request().relaxations()).isEmpty();
    }

    @Test
    void joinsFoldedLines() {
        Outcome outcome =
                run(builder().relax(Relaxation.OBS_FOLD), Wire.requestWith("A: b ", "  c", " \t ", " d ", "E:", " f"));
        Headers headers = outcome.engine().request().headers();
        assertThat(headers.only("A").orElseThrow().split(" +")).containsExactly("b", "c", "d");
        assertThat(headers.only("E")).contains("f");
        Outcome first = run(builder().relax(Relaxation.OBS_FOLD), "GET / HTTP/1.1\n Host: a\n\n");
        assertThat(first.rule()).isEqualTo(HandshakeFailure.BAD_SYNTAX);
        Outcome control = run(builder().relax(Relaxation.OBS_FOLD), Wire.requestWith("A: b", " \u0000"));
        assertThat(control.rule()).isEqualTo(HandshakeFailure.BAD_SYNTAX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\u00e4", "0123456789012345678901234", "a\nSec-WebSocket-Key: b"})
    void anyKeyIsStillOneOfAtMost24VisibleCharacters(String key) {
        Outcome outcome = run(builder().relax(Relaxation.ANY_KEY), Wire.requestWhere("Sec-WebSocket-Key", key));
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.BAD_SEC_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100-continue", "100-Continue", "x, 100-continue"})
    void continuesBeforeItSwitchesIfThatIsExpected(String value) {
        Outcome outcome = run(builder(), Wire.requestWith("Expect: " + value));
        assertThat(Wire.block(outcome.written())).isEqualTo("HTTP/1.1 100 Continue\n\n" + Wire.ACCEPTED);
        assertThat(outcome.engine().response().status()).isEqualTo(101);
        Outcome more = run(builder().serverName("s"), Wire.requestWith("Expect: " + value));
        assertThat(more.written())
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 ")
                .contains("Server: s\r\n");
    }

    @Test
    void doesNotContinueBeforeARefusal() {
        Refusal.of(Wire.requestWith("Expect: 100-continue", "Content-Length: 5"), HandshakeFailure.UNEXPECTED_BODY);
        Outcome other = run(builder(), Wire.requestWith("Expect: 200-maybe"));
        assertThat(Wire.block(other.written())).isEqualTo(Wire.ACCEPTED);
    }

    @Test
    void rejectedAnswersWhatTheDeciderSays() {
        HandshakeResponse page = HandshakeResponse.builder(401)
                .header("WWW-Authenticate", "Basic")
                .header("Content-Type", "text/html")
                .body("<p>")
                .build();
        Outcome outcome = Outcome.of(builder().build().start(), () -> Decision.reject(page), Wire.octets(Wire.REQUEST));
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.REJECTED);
        assertThat(outcome.failure().phase()).isEqualTo(HandshakePhase.DECISION);
        assertThat(Wire.block(outcome.written())).isEqualTo("""
                HTTP/1.1 401 Unauthorized
                Connection: close
                WWW-Authenticate: Basic
                Content-Type: text/html
                Content-Length: 3

                <p>""");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 302, 304, 400, 404, 426, 503, 599})
    void rejectedAnswersEachStatusWithItsFraming(int status) {
        Outcome outcome =
                Outcome.of(builder().build().start(), () -> Decision.reject(status), Wire.octets(Wire.REQUEST));
        Answer answer = outcome.answer();
        assertThat(answer.status()).isEqualTo(status);
        boolean bodiless = status == 204 || status == 304;
        assertThat(answer.all("Content-Length"))
                .isEqualTo(bodiless ? List.of() : List.of("" + answer.body().length()));
        assertThat(answer.body().isEmpty()).isEqualTo(status < 400);
        assertThat(answer.all("Connection").toString()).contains("close");
        assertThat(answer.all("Sec-WebSocket-Version").isEmpty()).isEqualTo(status != 426);
    }

    @Test
    void acceptsTheSubprotocolThatTheDeciderChooses() {
        byte[] request = Wire.octets(Wire.requestWith("Sec-WebSocket-Protocol: a, b"));
        Outcome outcome = Outcome.of(builder().build().start(), () -> Decision.accept("b"), request);
        assertThat(outcome.answer().all("Sec-WebSocket-Protocol")).containsExactly("b");
        assertThat(outcome.engine().subprotocol()).isEqualTo("b");
    }

    @Test
    void callbackFailedAnswers500ToASubprotocolThatNobodyAskedFor() {
        byte[] request = Wire.octets(Wire.requestWith("Sec-WebSocket-Protocol: a, b"));
        Outcome outcome = Outcome.of(builder().build().start(), () -> Decision.accept("c"), request);
        isOurFault(outcome);
        assertThat(outcome.failure().getCause())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'c'");
        assertThat(outcome.engine().subprotocol()).isNull();
    }

    @Test
    void callbackFailedAnswers500WhenTheDecisionFails() {
        ServerHandshake engine = builder().keepAlive(true).build().start();
        engine.input().put(Wire.octets(Wire.REQUEST));
        assertThat(engine.step()).isEqualTo(Step.DECIDE);
        Exception own = new Exception("own secret");
        engine.decisionFailed(own);
        Outcome outcome = Outcome.of(engine, new byte[0]);
        isOurFault(outcome);
        assertThat(outcome.failure()).hasCause(own);
        assertThat(outcome.failure().reusable()).isFalse();
        assertThat(outcome.written()).doesNotContain("secret");
    }

    @Test
    void callbackFailedAnswers500WhenADecoratorThrows() {
        RuntimeException own = new RuntimeException("own");
        ServerHandshaker.Builder throwing = builder().keepAlive(true).decorate((request, status, headers) -> {
            headers.add("A", "b");
            throw own;
        });
        for (String request : List.of(Wire.REQUEST, Wire.requestWithout("Upgrade"), "bad\n\n")) {
            Outcome outcome = run(throwing, request);
            isOurFault(outcome);
            assertThat(outcome.failure()).hasCause(own);
            assertThat(outcome.failure().reusable()).isFalse();
            assertThat(outcome.answer().all("A")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade", "connection", "Sec-WebSocket-Accept", "SEC-WEBSOCKET-PROTOCOL", "Sec-WebSocket-Anything",
                "Content-Length", "Transfer-Encoding", "Host", "a b", ""
            })
    void callbackFailedAnswers500WhenADecoratorTouchesWhatIsNotItsOwn(String name) {
        Outcome outcome = run(builder().decorate((request, status, headers) -> headers.set(name, "a")), Wire.REQUEST);
        isOurFault(outcome);
        assertThat(outcome.failure()).hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb: c", "a\n", "a\r", "\u0000", " a", "a\t", "\u007f", "\u0100"})
    void callbackFailedAnswers500WhenADecoratorAddsWhatCannotBeSent(String value) {
        Outcome outcome = run(builder().decorate((request, status, headers) -> headers.add("A", value)), Wire.REQUEST);
        isOurFault(outcome);
        assertThat(outcome.failure()).hasCauseInstanceOf(IllegalArgumentException.class);
    }

    private static void isOurFault(Outcome outcome) {
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.CALLBACK_FAILED);
        assertThat(outcome.answer().status()).isEqualTo(500);
        Refusal.isComplete(outcome.answer());
        assertThat(outcome.engine().extensions()).isEmpty();
    }

    @Test
    void decoratesEachFinalResponseOnceAndInOrder() {
        List<String> calls = new ArrayList<>();
        ServerHandshaker handshaker = builder()
                .serverName("server")
                .decorate((request, status, headers) -> {
                    calls.add(status + (request == null ? "" : " " + request.target()));
                    headers.add("A", "1");
                })
                .decorate((request, status, headers) -> headers.set("A", "2").add("B", "3"))
                .build();
        for (String request : List.of(Wire.REQUEST, Wire.requestWithout("Upgrade"), "bad\n\n")) {
            Outcome outcome = Outcome.of(handshaker.start(), Wire.octets(request));
            assertThat(outcome.answer().all("A")).containsExactly("2");
            assertThat(outcome.answer().all("B")).containsExactly("3");
            assertThat(outcome.answer().all("Server")).containsExactly("server");
        }
        assertThat(calls).containsExactly("101 /chat", "426 /chat", "400");
    }

    @Test
    void decoratesTheAnswerToAFallbackThatFailedButNotToADecoratorThatDid() {
        ServerHandshaker.Builder failing = builder()
                .fallback(request -> {
                    throw new IllegalStateException("no page");
                })
                .decorate((request, status, headers) -> headers.add("A", status + request.target()));
        Outcome outcome = run(failing, Wire.requestWithout("Upgrade"));
        isOurFault(outcome);
        assertThat(outcome.answer().all("A")).containsExactly("500/chat");

        AtomicInteger calls = new AtomicInteger();
        Outcome worse = Outcome.of(
                failing.decorate((request, status, headers) -> {
                            calls.incrementAndGet();
                            throw new IllegalStateException("no decoration");
                        })
                        .build()
                        .start(),
                Wire.octets(Wire.REQUEST));
        isOurFault(worse);
        assertThat(worse.answer().all("A")).isEmpty();
        assertThat(calls).hasValue(1);
    }

    @Test
    void takesItsOwnAnswerApartHoweverLargeItIs() {
        String large = "x".repeat((1 << 24) + 1);
        Outcome outcome = Outcome.of(
                builder()
                        .decorate((request, status, headers) -> headers.add("A", large))
                        .build()
                        .start(),
                Wire.octets(Wire.REQUEST));
        assertThat(outcome.engine().response().headers().only("A")).contains(large);
    }

    @Test
    void writesWhatWasAgreedOnInTheOrderOfTheSpecification() {
        ServerHandshaker.Builder settings = builder()
                .subprotocols(Subprotocols.serverPreference("b", "a"))
                .extensions(PermessageDeflate.defaults())
                .serverName("server")
                .decorate((request, status, headers) -> headers.add("X", "y"));
        Outcome outcome = run(
                settings,
                Wire.requestWith(
                        "Sec-WebSocket-Protocol: a, b",
                        "Sec-WebSocket-Extensions: permessage-deflate; x, permessage-deflate"));
        String expected = Wire.ACCEPTED.substring(0, Wire.ACCEPTED.length() - 1) + """
                Sec-WebSocket-Protocol: b
                Sec-WebSocket-Extensions: permessage-deflate
                X: y
                Server: server

                """;
        assertThat(Wire.block(outcome.written())).isEqualTo(expected);
        assertThat(outcome.engine().extensions()).hasToString("[permessage-deflate]");
        assertThat(outcome.engine().response().headers().only("X")).contains("y");
    }

    @Test
    void mustNotBeDrivenOutOfTurn() {
        ServerHandshake engine = builder().build().start();
        assertThatIllegalStateException().isThrownBy(engine::output).withMessageContaining("READ");
        assertThatIllegalStateException().isThrownBy(() -> engine.decide(Decision.accept()));
        assertThatIllegalStateException().isThrownBy(engine::failure);
        assertThat(engine.request()).isNull();
        assertThat(engine.response()).isNull();
        assertThat(engine.leftover().hasRemaining()).isFalse();
        engine.input().put(Wire.octets(Wire.REQUEST));
        assertThatIllegalStateException().isThrownBy(engine::endOfInput).withMessageContaining("DECIDE");
        assertThatIllegalStateException().isThrownBy(engine::input);
        engine.decide(Decision.accept());
        assertThatIllegalStateException().isThrownBy(() -> engine.decisionFailed(new Exception()));
    }

    @ParameterizedTest
    @EnumSource(Relaxation.class)
    void startsOverWithNothingOfBefore(Relaxation relaxation) {
        ServerHandshake engine = builder().relax(relaxation).build().start();
        List<String> requests = List.of(
                Wire.requestWith("Expect: 100-continue"),
                "a b c d\n\n",
                Wire.requestWith("Sec-WebSocket-Protocol: a"),
                Wire.requestWithout("Host"),
                "",
                Wire.REQUEST + "leftover");
        for (String first : requests) {
            for (String second : requests) {
                Outcome.of(engine, Wire.octets(first));
                engine.reset();
                assertThat(engine.request()).isNull();
                assertThat(engine.response()).isNull();
                assertThat(engine.relaxationsUsed()).isZero();
                Outcome fresh = Outcome.of(builder().relax(relaxation).build().start(), Wire.octets(second));
                assertThat(Outcome.of(engine, Wire.octets(second)).seen()).isEqualTo(fresh.seen());
                engine.reset();
            }
        }
    }

    @Test
    void forgetsWhatWasWrongBeforeItStartedOver() {
        ServerHandshake engine = builder().build().start();
        Outcome.of(engine, Wire.octets("GET / HTTP/1.1\nA : b\n\n"));
        engine.reset();
        Outcome outcome = Outcome.of(engine, Wire.raw("GET / HTTP/1.1\n"));
        assertThat(outcome.failure()).hasMessageContaining("At octet 14: a line ends with a bare LF.");
    }
}
