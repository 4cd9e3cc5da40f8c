package dev.handshake.conformance;

import java.io.IOException;

/** A good handshake with the side under test fails, so that nothing can be said about bad ones. */
public final class NotReadyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Observation seen;

    /**
     * Makes the exception.
     *
     * @param message a sentence for a person
     * @param seen what came of the good handshake
     */
    public NotReadyException(String message, Observation seen) {
        super(message);
        this.seen = seen;
    }

    /**
     * Returns what came of the good handshake.
     *
     * @return the observation
     */
    public Observation seen() {
        return seen;
    }
}
