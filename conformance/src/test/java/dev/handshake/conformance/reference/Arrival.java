package dev.handshake.conformance.reference;

/**
 * How far a head has come.
 *
 * @param state what stopped the look at it
 * @param end the index behind the empty line, if the head is whole
 */
record Arrival(State state, int end) {

    enum State {
        WHOLE,
        GOES_ON,
        TOO_LARGE,
        TOO_MANY_FIELDS,
        LONE_LF
    }

    /** Looks for the empty line, line by line, and stops at what is not allowed. */
    static Arrival of(String input, int from, int mostBytes, int mostFields, boolean loneLf) {
        int lineFrom = from;
        for (int lines = 0; ; lines++) {
            int at = input.indexOf('\n', lineFrom);
            int length = (at < 0 ? input.length() : at + 1) - from;
            if (length > mostBytes || at < 0 && length == mostBytes) {
                return new Arrival(State.TOO_LARGE, 0);
            }
            if (at < 0) {
                return new Arrival(State.GOES_ON, 0);
            }
            boolean crlf = at > lineFrom && input.charAt(at - 1) == '\r';
            if (!crlf && !loneLf) {
                return new Arrival(State.LONE_LF, 0);
            }
            if (at - (crlf ? 1 : 0) == lineFrom) {
                return new Arrival(State.WHOLE, at + 1);
            }
            if (lines > mostFields) {
                return new Arrival(State.TOO_MANY_FIELDS, 0);
            }
            lineFrom = at + 1;
        }
    }
}
