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

    /** A response that was received, and has fields that are not for a decider to give. */
    @Test
    void cannotRejectWithWhatTheHandshakeWrites() {
        HandshakeResponse received = HandshakeResponse.rendered(Wire.octets(Wire.ACCEPTED));
        Outcome outcome = Outcome.of(
                ServerHandshaker.create().start(), () -> Decision.reject(received), Wire.octets(Wire.REQUEST));
        assertThat(outcome.rule()).isEqualTo(HandshakeFailure.CALLBACK_FAILED);
        assertThat(outcome.answer().status()).isEqualTo(500);
    }
}
