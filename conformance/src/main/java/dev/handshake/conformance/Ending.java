package dev.handshake.conformance;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was seen of the side under test: an {@link Outcome}, and how it came about. */
public enum Ending {
    /** A server answered 101, a client treats the connection as open. */
    ACCEPTED(Outcome.ACCEPT),
    /** A server answered another status, a client failed the connection. */
    REFUSED(Outcome.REFUSE),
    /** A server ended the stream in good order without an answer. */
    CLOSED(Outcome.CLOSE),
    /** A server reset the connection without an answer. */
    RESET(Outcome.CLOSE),
    /** A server answered something that is no response of HTTP/1. */
    GARBLED(Outcome.CLOSE),
    /** Nothing came for the time that was given, and the connection is still there. */
    SILENT(Outcome.WAIT),
    /** An answer began but was not finished in time, or a client's program did not end in time. */
    TIMED_OUT(Outcome.WAIT),
    /** The case was not run, or proves nothing here. */
    NOT_APPLICABLE(null);

    private final @Nullable Outcome outcome;

    Ending(@Nullable Outcome outcome) {
        this.outcome = outcome;
    }

    /**
     * Returns what that means for a case.
     *
     * @return the outcome, empty if there is none
     */
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
