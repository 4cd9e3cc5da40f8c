package dev.handshake.conformance;

import java.util.Locale;

/** How much an RFC asks for. */
public enum Strictness {
    /** A requirement: a deviation is a fault. */
    MUST,
    /** What is better: a deviation is worth a thought, no fault. */
    SHOULD,
    /** The RFCs leave the choice: nothing that is acceptable is better than another. */
    MAY;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
