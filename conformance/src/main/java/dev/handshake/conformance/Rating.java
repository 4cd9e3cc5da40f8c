package dev.handshake.conformance;

import java.util.Locale;

/** How good an observation is. */
public enum Rating {
    /** What is expected, or a choice that the RFCs leave. */
    RIGHT,
    /** Allowed, but there is better. */
    ADVICE,
    /** Not allowed. */
    WRONG,
    /** The case proves nothing here. */
    NOT_APPLICABLE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
