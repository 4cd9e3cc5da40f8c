package dev.handshake.interop.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.HandshakeException;
import dev.handshake.HandshakeFailure;
import dev.handshake.HandshakeResponse;
import dev.handshake.conformance.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What a client made of an answer.
 *
 * @param failure the rule that broke, if one did
 * @param status the status that the user is told, or 0
 * @param leftover the octets that the user gets
 * @param subprotocol the one agreed on, if any
 */
record ClientObservation(
        Outcome kind,
        @Nullable HandshakeFailure failure,
        int status,
        String leftover,
        @Nullable String subprotocol) {

    static ClientObservation accepted(HandshakeResponse response, String leftover, @Nullable String subprotocol) {
        return new ClientObservation(Outcome.ACCEPT, null, response.status(), leftover, subprotocol);
    }

    static ClientObservation failed(HandshakeException failure) {
        int status = failure.response().map(HandshakeResponse::status).orElse(0);
        return new ClientObservation(Outcome.REFUSE, failure.failure(), status, "", null);
    }

    void checkedBy(ClientVector vector) {
        assertThat(kind).as("outcome, from %s", this).isIn(vector.of().acceptable());
        if (kind == Outcome.ACCEPT) {
            assertThat(status).isEqualTo(101);
            assertThat(leftover).isEqualTo(vector.leftover());
        } else {
            assertThat(failure).isEqualTo(vector.of().failure().orElseThrow());
        }
        Integer told = vector.of().facts().status();
        if (told != null) {
            assertThat(status).isEqualTo(told);
        }
        String agreed = vector.of().agreed().subprotocol();
        if (agreed != null) {
            assertThat(subprotocol).isEqualTo(agreed.isEmpty() ? null : agreed);
        }
    }
}
