package dev.handshake.conformance;

import java.util.Locale;

/**
 * What a server must do for a case to prove anything, although no RFC asks for it. Whether a server does is found out
 * before the cases run.
 */
public enum Need {
    /** Opens WebSockets at any path. */
    ANY_TARGET("the server does not open WebSockets at every path"),
    /** Opens WebSockets at its path with any query. */
    ANY_QUERY("the server does not open WebSockets with every query"),
    /** Answers to any {@code Host}. */
    ANY_HOST("the server does not answer to every Host"),
    /** Lets in an {@code Origin} that is its own. */
    SAME_ORIGIN("the server does not let in its own Origin"),
    /** Goes on without a subprotocol if it knows none of those offered. */
    ANY_SUBPROTOCOL("the server refuses where it knows none of the subprotocols");

    private final String missing;

    Need(String missing) {
        this.missing = missing;
    }

    /** Says what it means if a server does not. */
    String missing() {
        return missing;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
