package dev.handshake.interop.vectors;

import dev.handshake.Extension;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeFailure;
import dev.handshake.HandshakeRequest;
import dev.handshake.conformance.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server made of octets.
 *
 * @param failure the rule that broke, if one did
 * @param sent all octets that the peer got
 * @param leftover the octets that the user gets
 * @param read what the user is told of the request, if it was accepted
 */
record ServerObservation(
        Outcome kind,
        @Nullable HandshakeFailure failure,
        String sent,
        String leftover,
        @Nullable Facts read) {

    /** What the user is told of a request. */
    record Facts(String target, String host, List<String> subprotocols, List<Extension> extensions) {}

    static ServerObservation accepted(HandshakeRequest request, String sent, String leftover) {
        Facts facts = new Facts(request.target(), request.host(), request.subprotocols(), request.extensions());
        return new ServerObservation(Outcome.ACCEPT, null, sent, leftover, facts);
    }

    static ServerObservation failed(HandshakeException failure, String sent) {
        return new ServerObservation(outcome(failure.failure()), failure.failure(), sent, "", null);
    }

    private static Outcome outcome(HandshakeFailure failure) {
        return switch (failure) {
            case PEER_LEFT -> Outcome.WAIT;
            case NOT_HTTP -> Outcome.CLOSE;
            default -> Outcome.REFUSE;
        };
    }
}
