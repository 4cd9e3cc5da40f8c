package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DecisionTest {

    @Test
    void accepts() {
        assertThat(Decision.accept()).hasToString("accept").isSameAs(Decision.accept());
        assertThat(Decision.accept("a")).hasToString("accept with subprotocol a");
    }

    @Test
    void refusesASubprotocolThatIsNoToken() {
        assertThatIllegalArgumentException().isThrownBy(() -> Decision.accept("a\r\nb"));
        assertThatIllegalArgumentException().isThrownBy(() -> Decision.accept(""));
    }

    @Test
    void rejects() {
        assertThat(Decision.reject(401, Headers.of("A", "b"), "why")).hasToString("reject with 401");
        assertThat(Decision.reject(503)).hasToString("reject with 503");
        assertThatIllegalArgumentException().isThrownBy(() -> Decision.reject(101));
        assertThatIllegalArgumentException().isThrownBy(() -> Decision.reject(403, Headers.of("Upgrade", "x"), ""));
    }

    @Test
    void passesOnARefusalThatWasReceivedButNoSwitchOfProtocols() {
        HandshakeResponse switched = HandshakeResponse.rendered(Wire.octets(Wire.ACCEPTED));
        assertThatIllegalArgumentException().isThrownBy(() -> Decision.reject(switched));
        ServerHandshaker careless =
                ServerHandshaker.builder().fallback(request -> switched).build();
        Outcome failed = Outcome.of(careless.start(), Wire.octets(Wire.requestWithout("Upgrade")));
        assertThat(failed.rule()).isEqualTo(HandshakeFailure.CALLBACK_FAILED);
        assertThat(failed.answer().status()).isEqualTo(500);

        HandshakeResponse refused = HandshakeResponse.rendered(Wire.octets("""
                HTTP/1.1 503 Busy
                Connection: close
                Content-Length: 9
                Retry-After: 7

                """));
        Outcome passedOn = Outcome.of(
                ServerHandshaker.create().start(), () -> Decision.reject(refused), Wire.octets(Wire.REQUEST));
        assertThat(passedOn.rule()).isEqualTo(HandshakeFailure.REJECTED);
        assertThat(passedOn.answer().all("Retry-After")).containsExactly("7");
        Refusal.isComplete(passedOn.answer());
    }
}
