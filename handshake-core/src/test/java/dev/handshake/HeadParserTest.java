package dev.handshake;

import static dev.handshake.Wire.requestWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadParserTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET  / HTTP/1.1",
                " GET / HTTP/1.1",
                "GET\t/ HTTP/1.1",
                "GET / HTTP/1.1 ",
                "GET /  HTTP/1.1",
                "GET / HTTP/1.1 x",
                "G\u00c4T / HTTP/1.1",
                "G(T / HTTP/1.1",
                "GET",
                "/",
                "GET ",
                "GET /a\tb HTTP/1.1",
                "GET /a\rb HTTP/1.1",
                "GET /a#b HTTP/1.1",
                "GET /\u00e4 HTTP/1.1",
                "GET /\u0000 HTTP/1.1",
                "GET /\u007f HTTP/1.1",
                "GET * HTTP/1.1",
                "GET a HTTP/1.1",
                "GET a.example:80 HTTP/1.1",
                "GET ws://a.example/ HTTP/1.1",
                "GET ftp://a.example/ HTTP/1.1",
                "GET http:/a HTTP/1.1",
                "GET http:// HTTP/1.1",
                "GET http:///a HTTP/1.1",
                "GET http://?a HTTP/1.1",
                "GET http://:80/a HTTP/1.1",
                "GET http://user@a.example/ HTTP/1.1",
                "GET http://user:password@a.example/ HTTP/1.1",
                "GET http://a.example:8x/ HTTP/1.1",
                "GET / HTTP/1.1\r"
            })
    void badSyntaxRefusesARequestLine(String line) {
        Outcome outcome = Refusal.of(Wire.REQUEST.replace("GET /chat HTTP/1.1", line), HandshakeFailure.BAD_SYNTAX);
        assertThat(outcome.failure()).hasMessageContaining("At octet ");
        assertThat(outcome.failure().request()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A : b",
                "A\t: b",
                " A: b",
                "\tA: b",
                ": b",
                "A",
                "A b: c",
                "A(: b",
                "\u00c4: b",
                "A: b\u0000",
                "A: b\u0001c",
                "A: \u007f",
                "A: b\rc",
                "A: b\r",
                "A: \u001b[2J"
            })
    void badSyntaxRefusesAFieldLine(String line) {
        Refusal.of(requestWith(line), HandshakeFailure.BAD_SYNTAX);
        Refusal.of(requestWith(line, "B: c"), HandshakeFailure.BAD_SYNTAX);
        Refusal.of("GET / HTTP/1.1\n" + line + "\n" + Wire.REQUEST.substring(19), HandshakeFailure.BAD_SYNTAX);
    }

    static Stream<Integer> controls() {
        return IntStream.concat(IntStream.range(0, 32), IntStream.of(127))
                .filter(c -> c != '\t' && c != '\n')
                .boxed();
    }

    @ParameterizedTest
    @MethodSource("controls")
    void badSyntaxRefusesEachControlOctetInAValue(int control) {
        byte[] octets = Wire.octets(requestWith("A: b" + (char) control + "c"));
        Outcome outcome = Outcome.of(ServerHandshaker.create().start(), octets);
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.BAD_SYNTAX);
    }

    @Test
    void badSyntaxRefusesABareLineFeed() {
        String crlf = Wire.text(Wire.octets(Wire.REQUEST));
        ServerHandshaker handshaker = ServerHandshaker.create();
        for (int at = crlf.indexOf('\r'); at >= 0; at = crlf.indexOf('\r', at + 1)) {
            String bare = crlf.substring(0, at) + crlf.substring(at + 1);
            Outcome outcome = Refusal.of(handshaker, Wire.raw(bare), HandshakeFailure.BAD_SYNTAX, 400);
            assertThat(outcome.failure()).hasMessageContaining("At octet " + at + ": a line ends with a bare LF.");
        }
    }

    @Test
    void badSyntaxRefusesABareCarriageReturn() {
        String crlf = Wire.text(Wire.octets(Wire.REQUEST));
        int lastLine = crlf.length() - 4;
        for (int at = crlf.indexOf('\n'); at < lastLine && at >= 0; at = crlf.indexOf('\n', at + 1)) {
            String bare = crlf.substring(0, at) + crlf.substring(at + 1);
            Outcome outcome = Outcome.of(ServerHandshaker.create().start(), Wire.raw(bare));
            assertThat(outcome.rule()).as(bare).isEqualTo(HandshakeFailure.BAD_SYNTAX);
        }
    }

    @Test
    void badSyntaxSaysWhereAndWhat() {
        Outcome outcome = Refusal.of("\nGET / HTTP/1.1\nHost : a\n\n", HandshakeFailure.BAD_SYNTAX);
        assertThat(outcome.failure())
                .hasMessageContaining("At octet 20: there is white space in a field name, or before its colon.")
                .hasMessageEndingWith("(RFC 9112, 2.2 to 5)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "//", "/?", "/a?b=c&d", "/|^{}\\\"<>`[]", "/%zz", "/..", "/a:b@c", "/?a?b"})
    void passesATargetOnAsItIs(String target) {
        Outcome outcome = Refusal.howeverDelivered(
                ServerHandshaker.create()::start, Wire.octets(Wire.REQUEST.replace("/chat", target)));
        assertThat(outcome.step()).isEqualTo(Step.OPEN);
        assertThat(outcome.engine().request().target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://b.example", "HTTPS://b.example/x", "http://b.example?a", "http://b.example:/"})
    void takesTheHostFromAnAbsoluteTarget(String target) {
        Outcome outcome =
                Outcome.of(ServerHandshaker.create().start(), Wire.octets(Wire.REQUEST.replace("/chat", target)));
        assertThat(outcome.step()).isEqualTo(Step.OPEN);
        assertThat(outcome.engine().request().host()).startsWith("b.example");
    }

    @Test
    void keepsValuesWithoutTheBlanksAroundThem() {
        String request = requestWith("A:b", "B: \t c d \t ", "C:", "D: \t", "E: \u00e4\u00ff");
        Outcome outcome = Refusal.howeverDelivered(ServerHandshaker.create()::start, Wire.octets(request));
        Headers headers = outcome.engine().request().headers();
        assertThat(headers.only("A")).contains("b");
        assertThat(headers.only("B")).contains("c d");
        assertThat(headers.only("C")).contains("");
        assertThat(headers.only("D")).contains("");
        assertThat(headers.only("E")).contains("\u00e4\u00ff");
    }
}
