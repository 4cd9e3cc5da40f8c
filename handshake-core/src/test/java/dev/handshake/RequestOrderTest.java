package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The first rule that is broken decides, whatever else is wrong behind it. */
class RequestOrderTest {

    private static final ServerHandshaker STRICT = ServerHandshaker.builder()
            .subprotocols(Subprotocols.serverPreference("wanted").required())
            .build();

    /** A rule, the line of a request that breaks it, and the line that meets it; in the order of the rules. */
    private record Part(HandshakeFailure failure, String wrong, String right) {}

    private static final List<Part> PARTS = List.of(
            new Part(HandshakeFailure.BAD_SYNTAX, "a b: c\n", "a: b\n"),
            new Part(HandshakeFailure.BAD_HTTP_VERSION, " HTTP/1.0\n", " HTTP/1.1\n"),
            new Part(HandshakeFailure.BAD_METHOD, "POST /", "GET /"),
            new Part(HandshakeFailure.BAD_HOST, "Host: a b\n", "Host: a\n"),
            new Part(HandshakeFailure.UNEXPECTED_BODY, "Content-Length: 5\n", "Content-Length: 0\n"),
            new Part(HandshakeFailure.NO_CONNECTION_UPGRADE, "Connection: close\n", "Connection: upgrade\n"),
            new Part(HandshakeFailure.NO_UPGRADE_WEBSOCKET, "Upgrade: h2c\n", "Upgrade: websocket\n"),
            new Part(HandshakeFailure.BAD_SEC_VERSION, "Sec-WebSocket-Version: 8\n", "Sec-WebSocket-Version: 13\n"),
            new Part(
                    HandshakeFailure.BAD_SEC_KEY,
                    "Sec-WebSocket-Key: k\n",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"),
            new Part(
                    HandshakeFailure.BAD_SUBPROTOCOL_LIST,
                    "Sec-WebSocket-Protocol: a,a\n",
                    "Sec-WebSocket-Protocol: a\n"),
            new Part(
                    HandshakeFailure.BAD_EXTENSION_LIST,
                    "Sec-WebSocket-Extensions: ;\n",
                    "Sec-WebSocket-Extensions: a\n"),
            new Part(HandshakeFailure.BAD_ORIGIN, "Origin: http://b\n", "Origin: http://a\n"),
            new Part(HandshakeFailure.NO_COMMON_SUBPROTOCOL, "", "Sec-WebSocket-Protocol: wanted\n"));

    static Stream<Arguments> pairs() {
        return IntStream.range(0, PARTS.size())
                .boxed()
                .flatMap(first -> IntStream.range(first, PARTS.size()).mapToObj(second -> Arguments.of(first, second)));
    }

    /** What is before {@code first} is right; {@code first} and all from {@code second} on is wrong. */
    @ParameterizedTest
    @MethodSource("pairs")
    void failsWithTheFirstRuleThatIsBroken(int first, int second) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < PARTS.size(); i++) {
            Part part = PARTS.get(i);
            parts.add(i == first || i >= second ? part.wrong() : part.right());
        }
        String request = parts.get(2) + parts.get(1) + parts.get(0) + String.join("", parts.subList(3, 13)) + "\n";
        assertThat(Outcome.of(STRICT.start(), Wire.octets(request)).rule())
                .as(request)
                .isEqualTo(PARTS.get(first).failure());
    }
}
