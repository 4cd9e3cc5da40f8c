package dev.handshake.conformance;

import java.util.Locale;

/** How a handshake ends for the side under test, in the words of the cases. */
public enum Outcome {
    /** The connection is open: a server answered 101, a client took it. */
    ACCEPT,
    /** It was refused: a server answered another status, a client failed the connection. */
    REFUSE,
    /** A server ended the connection without an answer. */
    CLOSE,
    /** Nothing: the side under test waits for more. */
    WAIT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
