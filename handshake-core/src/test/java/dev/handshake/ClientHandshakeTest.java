package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sends, and what it keeps of a refusal. */
class ClientHandshakeTest {

    @Test
    void sendsTheRequestOfTheSpecification() {
        ClientHandshaker handshaker = ClientHandshaker.builder()
                .subprotocols("a", "b")
                .extensions(PermessageDeflate.defaults())
                .offer("other; x=\"y\"")
                .origin("https://a.example")
                .header("Authorization", "Basic YTpi")
                .decorate(headers -> headers.add("X", "1"))
                .decorate(headers -> headers.set("X", "2"))
                .build();
        ClientHandshake engine = handshaker.start("a.example:8080", "/chat?room=1");
        assertThat(engine.phase()).isEqualTo(HandshakePhase.REQUEST);
        String key = engine.request().headers().only("Sec-WebSocket-Key").orElseThrow();
        String sent = Wire.text(engine.output());
        assertThat(Wire.block(sent)).isEqualTo("""
                GET /chat?room=1 HTTP/1.1
                Host: a.example:8080
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Key: %s
                Sec-WebSocket-Version: 13
                Origin: https://a.example
                Sec-WebSocket-Protocol: a, b
                Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, other; x=y
                Authorization: Basic YTpi
                X: 2

                """.formatted(key));
        assertThat(engine.request().isUpgrade()).isTrue();
        assertThat(engine.response()).isNull();
    }

    @Test
    void sendsNoMoreThanItMust() {
        ClientHandshake engine = ClientHandshaker.create().start("[::1]", "/");
        String key = engine.request().headers().only("Sec-WebSocket-Key").orElseThrow();
        assertThat(Wire.block(Wire.text(engine.output())))
                .isEqualTo(Wire.REQUEST
                        .replace("/chat", "/")
                        .replace("a.example", "[::1]")
                        .replace(Wire.KEY, key));
    }

    @Test
    void sendsAFreshKeyEachTime() {
        ClientHandshaker handshaker = ClientHandshaker.create();
        assertThat(Stream.generate(() -> handshaker.start("a", "/"))
                        .limit(50)
                        .map(engine -> engine.request().headers().only("Sec-WebSocket-Key"))
                        .distinct())
                .hasSize(50);
    }

    @Test
    void joinsFoldedLinesBySpaces() {
        Outcome folded = ClientSide.run(
                ClientHandshaker.create(),
                ClientSide.OPENING.replace("Accept: ", "Accept:\n\t").replace("Connection: ", "Connection: a,\n "));
        assertThat(folded.engine().step()).isEqualTo(Step.OPEN);

        Outcome hidden =
                ClientSide.run(ClientHandshaker.create(), ClientSide.OPENING.replace("Connection:", " Connection:"));
        assertThat(hidden.rule()).isEqualTo(HandshakeFailure.NO_CONNECTION);
    }

    @Test
    void makesSpacesOfAllWhiteSpaceAroundAFold() {
        Outcome folded = ClientSide.run(
                ClientHandshaker.create(), ClientSide.openingWith("X-Long: a\t", "\t \tb\tc", " ", "\td\t"));
        assertThat(folded.engine().response().headers().only("X-Long").map(value -> value.split("[ ]+")))
                .contains(new String[] {"a", "b\tc", "d"});
    }

    @Test
    void isAcceptedByAServer() {
        ClientHandshake client = ClientHandshaker.builder()
                .subprotocols("a")
                .extensions(PermessageDeflate.defaults())
                .build()
                .start("a.example", "/");
        ServerHandshake server = ServerHandshaker.builder()
                .subprotocols(Subprotocols.clientPreference("a"))
                .extensions(PermessageDeflate.defaults())
                .build()
                .start();
        byte[] request = Wire.raw(Wire.text(client.output()));
        Outcome accepted = Outcome.of(server, request);
        Outcome opened = Outcome.of(client, Wire.raw(accepted.written()));
        assertThat(opened.step()).isEqualTo(Step.OPEN);
        assertThat(client.subprotocol()).isEqualTo("a").isEqualTo(server.subprotocol());
        assertThat(client.extensions()).isEqualTo(server.extensions());
    }

    static Stream<Arguments> bodies() {
        String chunked = "Transfer-Encoding: chunked\n\n";
        String large = "x".repeat(5000);
        return Stream.of(
                Arguments.of("Content-Length: 5\n\nhello", "hello"),
                Arguments.of("Content-Length: 5\n\nhello and more", "hello"),
                Arguments.of("Content-Length: 9\n\nhello", "hello"),
                Arguments.of("Content-Length: 0\n\nhello", ""),
                Arguments.of("Content-Length: 5000\n\n" + large, large),
                Arguments.of("Content-Length: 999999999999999999\n\nhello", "hello"),
                Arguments.of("Content-Length: 9999999999999999999\n\nhello", ""),
                Arguments.of("Content-Length: x\n\nhello", ""),
                Arguments.of("Content-Length:\n\nhello", ""),
                Arguments.of("Content-Length: -1\n\nhello", ""),
                Arguments.of("Content-Length: 5\nContent-Length: 5\n\nhello", ""),
                Arguments.of("\nhello", "hello"),
                Arguments.of("\n", ""),
                Arguments.of("Transfer-Encoding: gzip\nContent-Length: 2\n\nhello", "hello"),
                Arguments.of(chunked + "5\nhello\n0\n\n", "hello"),
                Arguments.of(chunked + "5;a=\"b;c\"\nhello\n3 ; x\nyou\n0;z\nTrailer: a\n\n", "helloyou"),
                Arguments.of(chunked + "A\n0123456789\na\n0123456789\n000\n\n", "01234567890123456789"),
                Arguments.of(chunked + "5\nhel", "hel"),
                Arguments.of(chunked + "5\nhello\n", "hello"),
                Arguments.of(chunked + "5\nhello!\n", "hello"),
                Arguments.of(chunked + "x\nhello", ""),
                Arguments.of(chunked + "-5\nhello", ""),
                Arguments.of(chunked + "123456789\nhello", ""),
                Arguments.of(chunked + "5" + " ".repeat(300) + "\nhello", ""),
                Arguments.of(chunked + "ffffffff\nhello", "hello"),
                Arguments.of("transfer-encoding: x, CHUNKED\nContent-Length: 2\n\n5\nhello\n0\n\n", "hello"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void keepsTheBodyOfARefusalAsItIsFramed(String afterStatus, String body) {
        Outcome outcome = ClientSide.run(ClientHandshaker.create(), "HTTP/1.1 403 Forbidden\n" + afterStatus);
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.UPGRADE_DECLINED);
        HandshakeResponse response = outcome.failure().response().orElseThrow();
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.bodyText()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 6})
    void keepsNoMoreOfABodyThanTheLimit(int limit) {
        ClientHandshaker handshaker = ClientHandshaker.builder()
                .limits(Limits.defaults().withBodyBytes(limit))
                .build();
        String expected = "hello".substring(0, Math.min(5, limit));
        for (String body : new String[] {
            "Content-Length: 5\n\nhello", "\nhello", "Transfer-Encoding: chunked\n\n2\nhe\n3\nllo\n0\n\n"
        }) {
            Outcome outcome = ClientSide.run(handshaker, "HTTP/1.1 403 No\n" + body);
            assertThat(outcome.failure().response().orElseThrow().bodyText()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void waitsForNoBodyWhereThereIsNone(String status) {
        ClientHandshake engine = ClientHandshaker.create().start("a", "/");
        engine.output().position(engine.output().limit());
        engine.step();
        engine.input().put(Wire.octets("HTTP/1.1 " + status + "\nContent-Length: 5\n\n"));
        assertThat(engine.step()).isEqualTo(Step.FAILED);
    }

    @Test
    void knowsTheResponseWhileItsBodyIsStillToCome() {
        ClientHandshake engine = ClientHandshaker.builder().offer("x").build().start("a", "/");
        assertThatIllegalStateException().isThrownBy(engine::input);
        engine.output().position(engine.output().limit());
        assertThat(engine.step()).isEqualTo(Step.READ);
        assertThat(engine.phase()).isEqualTo(HandshakePhase.RESPONSE);
        assertThat(engine.isReadingBody()).isFalse();
        String head = "HTTP/1.1 403 No\nSec-WebSocket-Extensions: x\nSec-WebSocket-Protocol: y\n";
        engine.input().put(Wire.octets(head + "Content-Length: 5000\n\n"));
        assertThat(engine.step()).isEqualTo(Step.READ);
        assertThat(engine.isReadingBody()).isTrue();
        assertThat(engine.response().status()).isEqualTo(403);
        byte[] part = new byte[150];
        Arrays.fill(part, (byte) ';');
        engine.input().put(part);
        assertThat(engine.step()).isEqualTo(Step.READ);
        assertThat(engine.extensions()).as("nothing is agreed on").isEmpty();
        assertThat(engine.subprotocol()).as("nothing is agreed on").isNull();
        engine.endOfInput();
        assertThat(engine.failure().response().orElseThrow().body()).isEqualTo(part);
    }

    @Test
    void showsARefusalEscapedAndCut() {
        Outcome outcome =
                ClientSide.run(ClientHandshaker.create(), "HTTP/1.1 500 \u00e4\n\n \u001b[2J" + "x".repeat(200));
        assertThat(outcome.failure())
                .hasMessageContaining("It answered 500 \\xe4: '\\x1b[2Jxxx")
                .hasMessageContaining("(204 characters)");
    }

    @Test
    void blamesANegotiatorThatThrows() {
        ClientHandshaker handshaker =
                ClientHandshaker.builder().extensions(new ThrowingNegotiator()).build();
        Outcome outcome = ClientSide.run(handshaker, ClientSide.openingWith("Sec-WebSocket-Extensions: x"));
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.CALLBACK_FAILED);
        assertThat(outcome.failure()).hasRootCauseMessage(ThrowingNegotiator.MESSAGE);
    }
}
