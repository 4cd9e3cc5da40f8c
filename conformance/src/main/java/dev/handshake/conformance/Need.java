package dev.handshake.conformance;

import java.util.Locale;

/**
 * What a server must do for a case to prove anything, although no RFC asks for it. Whether a server does is found out
 * before the cases run.
 */
public enum Need {
    /** Opens WebSockets at any path. */
    ANY_TARGET,
    /** Opens WebSockets at its path with any query. */
    ANY_QUERY,
    /** Answers to any {@code Host}. */
    ANY_HOST,
    /** Lets in an {@code Origin} that is its own. */
    SAME_ORIGIN,
    /** Goes on without a subprotocol if it knows none of those offered. */
    ANY_SUBPROTOCOL;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
