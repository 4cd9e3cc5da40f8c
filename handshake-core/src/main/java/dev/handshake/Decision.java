package dev.handshake;

import org.jspecify.annotations.Nullable;

/** What a {@link Decider} says to a request that has met every rule. Immutable. */
public final class Decision {

    private static final Decision ACCEPT = new Decision(null, null);

    final @Nullable String subprotocol;
    final @Nullable HandshakeResponse refusal;

    private Decision(@Nullable String subprotocol, @Nullable HandshakeResponse refusal) {
        this.subprotocol = subprotocol;
        this.refusal = refusal;
    }

    /**
     * Lets the request in. The server's {@link Subprotocols} choose the subprotocol.
     *
     * @return the decision
     */
    public static Decision accept() {
        return ACCEPT;
    }

    /**
     * Lets the request in with a subprotocol of the decider's choice.
     *
     * @param subprotocol one of those that the request asks for; another one fails the handshake as {@link
     *     HandshakeFailure#CALLBACK_FAILED}
     * @return the decision
     * @throws IllegalArgumentException if it is no token
     */
    public static Decision accept(String subprotocol) {
        if (!Grammar.isToken(subprotocol)) {
            throw new IllegalArgumentException("a subprotocol is a token, not '" + Text.shown(subprotocol) + "'");
        }
        return new Decision(subprotocol, null);
    }

    /**
     * Turns the request down.
     *
     * @param status 200 to 599
     * @param headers what to send beside what the handshake writes itself
     * @param body a text for whoever reads the answer
     * @return the decision
     * @throws IllegalArgumentException if the status is out of its range, or a header belongs to the handshake
     */
    public static Decision reject(int status, Headers headers, String body) {
        return reject(
                HandshakeResponse.builder(status).headers(headers).body(body).build());
    }

    /**
     * Turns the request down without more words than the status.
     *
     * @param status 200 to 599
     * @return the decision
     * @throws IllegalArgumentException if the status is out of its range
     */
    public static Decision reject(int status) {
        return reject(HandshakeResponse.builder(status).build());
    }

    /**
     * Turns the request down.
     *
     * @param response the answer; without a body it gets one that says so. Of one that was received from elsewhere, the
     *     fields that the handshake writes itself are left out.
     * @return the decision
     * @throws IllegalArgumentException if its status is not 200 to 599: a 101 is nobody's to pass on
     */
    public static Decision reject(HandshakeResponse response) {
        HandshakeResponse.checkStatus(response.status());
        return new Decision(null, response);
    }

    @Override
    public String toString() {
        if (refusal != null) {
            return "reject with " + refusal.status();
        }
        return subprotocol == null ? "accept" : "accept with subprotocol " + Text.shown(subprotocol);
    }
}
