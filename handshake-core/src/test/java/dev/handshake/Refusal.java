package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Supplier;

/** Checks what each refusal has in common, and that nothing depends on how the octets were cut. */
final class Refusal {

    private static final Set<String> OWN_FIELDS =
            Set.of("Connection", "Upgrade", "Sec-WebSocket-Version", "Allow", "Content-Type", "Content-Length");

    private Refusal() {}

    /** Expects that a request of default settings fails, with the status of the rule. */
    static Outcome of(String request, HandshakeFailure failure) {
        return of(ServerHandshaker.create(), Wire.octets(request), failure, failure.status());
    }

    static Outcome of(ServerHandshaker handshaker, String request, HandshakeFailure failure) {
        return of(handshaker, Wire.octets(request), failure, failure.status());
    }

    static Outcome of(ServerHandshaker handshaker, byte[] octets, HandshakeFailure failure, int status) {
        Outcome outcome = howeverDelivered(handshaker::start, octets);
        assertThat(outcome.rule()).isEqualTo(failure);
        assertThat(outcome.failure()).hasMessageStartingWith(failure + ": " + failure.sentence());
        Answer answer = outcome.answer();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body())
                .as("names the rule, and repeats nothing of the request")
                .isEqualTo(failure + ": " + failure.explanation() + "\n");
        isComplete(answer);
        assertThat(answer.lines())
                .as("has no line with anything of the request")
                .allMatch(line -> OWN_FIELDS.contains(line.substring(0, line.indexOf(':'))));
        assertThat(outcome.engine().response()).isNotNull();
        assertThat(outcome.engine().response().status()).isEqualTo(status);
        assertThat(outcome.engine().response().bodyText()).isEqualTo(answer.body());
        assertThat(outcome.failure().response()).contains(outcome.engine().response());
        return outcome;
    }

    /** Expects the fields that each refusal has which closes the connection. */
    static void isComplete(Answer answer) {
        assertThat(answer.all("Content-Length"))
                .containsExactly(Integer.toString(answer.body().getBytes(StandardCharsets.ISO_8859_1).length));
        assertThat(answer.all("Content-Type")).containsExactly("text/plain; charset=utf-8");
        if (answer.status() == 426) {
            assertThat(answer.all("Connection")).containsExactly("Upgrade, close");
            assertThat(answer.all("Upgrade")).containsExactly("websocket");
            assertThat(answer.all("Sec-WebSocket-Version")).containsExactly("13");
        } else {
            assertThat(answer.all("Connection")).containsExactly("close");
            assertThat(answer.all("Upgrade")).isEmpty();
        }
        assertThat(answer.all("Allow").isEmpty()).isEqualTo(answer.status() != 405);
    }

    /** Gives octets to fresh engines whole, one by one and cut in two everywhere, and expects the same of all. */
    static Outcome howeverDelivered(Supplier<? extends Handshake> engines, byte[] octets) {
        Outcome whole = Outcome.of(engines.get(), octets);
        Outcome single = Outcome.of(engines.get(), octets, Outcome.eachOctet(octets));
        assertThat(single.seen()).as("octet by octet").isEqualTo(whole.seen());
        for (int cut = 1; cut < octets.length; cut += 1 + octets.length / 1000) {
            Outcome inTwo = Outcome.of(engines.get(), octets, cut);
            assertThat(inTwo.seen()).as("cut at " + cut).isEqualTo(whole.seen());
        }
        return whole;
    }
}
