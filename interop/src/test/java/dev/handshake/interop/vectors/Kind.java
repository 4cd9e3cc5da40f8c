package dev.handshake.interop.vectors;

import dev.handshake.HandshakeFailure;
import java.util.Set;

/** How a vector may end, in the words of the vectors. */
enum Kind {
    ACCEPT,
    REJECT,
    OVERFLOW,
    NEED_MORE;

    private static final Set<HandshakeFailure> LIMITS = Set.of(
            HandshakeFailure.HEAD_TOO_LARGE, HandshakeFailure.TOO_MANY_HEADERS, HandshakeFailure.TARGET_TOO_LONG);

    /** What a server's failure is called there. */
    static Kind ofServer(HandshakeFailure failure) {
        if (failure == HandshakeFailure.PEER_LEFT) {
            return NEED_MORE;
        }
        return LIMITS.contains(failure) ? OVERFLOW : REJECT;
    }
}
