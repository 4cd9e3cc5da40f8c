package dev.handshake.hardening.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ClientHandshaker;
import dev.handshake.Decision;
import dev.handshake.HandshakeRequest;
import dev.handshake.HandshakeResponse;
import dev.handshake.ServerHandshaker;
import dev.handshake.hardening.Runs;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever string is given to a setter is refused before an octet is written, or is on the wire exactly as it was given. */
class SettersTest {

    private static final int FEW = 5_000;
    private static final String ODD =
            "\r\n\0\t \"#,;:=/\\[]@%?\u007f\u0080\u00e9\u00ff\u0130\u0131\u010d\u010a\u212a\u2028\ud83d";

    private static final HandshakeRequest REQUEST = HandshakeRequest.builder("GET", "/")
            .header("Host", "a.example")
            .header("Upgrade", "websocket")
            .header("Connection", "Upgrade")
            .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
            .header("Sec-WebSocket-Version", "13")
            .build();

    /** Text that is fine, but for a few characters in some of it. */
    private static String text(Grammar draw) {
        StringBuilder text = new StringBuilder(draw.chance(50) ? draw.token() : draw.value());
        for (int i = draw.random.nextInt(3); i > 0; i--) {
            text.insert(draw.random.nextInt(text.length() + 1), draw.some(ODD, 1, 2));
        }
        return draw.chance(3) ? "" : text.toString();
    }

    private static void tryAll(String name, Trial trial) {
        Runs.each(name, FEW, seed -> {
            Grammar draw = new Grammar(new SplittableRandom(seed));
            String one = text(draw);
            String other = text(draw);
            try {
                trial.run(one, other);
            } catch (IllegalArgumentException e) {
                // Refused. That it says so is all that is asked.
                assertThat(e).hasMessageNotContaining("\n");
            }
        });
    }

    private interface Trial {
        void run(String one, String other);
    }

    private static List<String> linesOf(String head) {
        assertThat(head).endsWith("\r\n\r\n");
        List<String> lines = List.of(head.substring(0, head.length() - 4).split("\r\n", -1));
        assertThat(lines).allSatisfy(line -> assertThat(line).isNotEmpty().doesNotContain("\r", "\n", "\0"));
        return lines;
    }

    private static String sent(ClientHandshaker client, String host, String target) {
        return GeneratedMessagesTest.text(client.start(host, target).output());
    }

    private static int plainLines() {
        return linesOf(sent(ClientHandshaker.create(), "a.example", "/")).size();
    }

    @Test
    void sendsAHeaderOfTheClientAsItWasGiven() {
        tryAll("setters", (name, value) -> {
            ClientHandshaker client =
                    ClientHandshaker.builder().header(name, value).build();
            List<String> lines = linesOf(sent(client, "a.example", "/"));
            assertThat(lines).hasSize(plainLines() + 1).contains(name + ": " + value);
        });
    }

    @Test
    void sendsADecoratedHeaderOfTheClientAsItWasGiven() {
        tryAll("setters", (name, value) -> {
            ClientHandshaker client = ClientHandshaker.builder()
                    .decorate(headers -> headers.set(name, value))
                    .build();
            List<String> lines = linesOf(sent(client, "a.example", "/"));
            assertThat(lines).hasSize(plainLines() + 1).contains(name + ": " + value);
        });
    }

    @Test
    void sendsHostAndTargetAsTheyWereGiven() {
        tryAll("setters", (host, path) -> {
            String target = "/" + path;
            List<String> lines = linesOf(sent(ClientHandshaker.create(), host, target));
            assertThat(lines).hasSize(plainLines()).startsWith("GET " + target + " HTTP/1.1", "Host: " + host);
        });
    }

    @Test
    void sendsOriginAndSubprotocolsAsTheyWereGiven() {
        tryAll("setters", (origin, subprotocol) -> {
            ClientHandshaker client = ClientHandshaker.builder()
                    .origin(origin)
                    .subprotocols("chat", subprotocol)
                    .build();
            assertThat(linesOf(sent(client, "a.example", "/")))
                    .hasSize(plainLines() + 2)
                    .contains("Origin: " + origin, "Sec-WebSocket-Protocol: chat, " + subprotocol);
        });
    }

    @Test
    void answersWithHeadersAsTheyWereGiven() {
        tryAll("setters", (name, value) -> {
            HandshakeResponse refusal = HandshakeResponse.builder(403)
                    .header(name, value)
                    .body("no")
                    .build();
            ServerHandshaker server = ServerHandshaker.builder()
                    .decider(request -> Decision.reject(refusal))
                    .build();
            assertThat(server.evaluate(REQUEST).headers().lines(name)).containsExactly(value);
        });
    }

    @Test
    void answersWithTheServersNameAsItWasGiven() {
        tryAll("setters", (name, other) -> {
            HandshakeResponse response =
                    ServerHandshaker.builder().serverName(name).build().evaluate(REQUEST);
            assertThat(response.headers().lines("Server")).containsExactly(name);
        });
    }

    @Test
    void readsARequestThatWasParsedByOthersAsItWasGivenButForWhiteSpaceAround() {
        tryAll("setters", (name, value) -> {
            HandshakeRequest request = HandshakeRequest.builder("GET", "/" + value)
                    .header("Host", "a.example")
                    .header(name, value)
                    .build();
            assertThat(request.target()).isEqualTo("/" + value);
            assertThat(request.headers().lines(name)).endsWith(value.replaceAll("^[ \t]+|[ \t]+$", ""));
        });
    }
}
