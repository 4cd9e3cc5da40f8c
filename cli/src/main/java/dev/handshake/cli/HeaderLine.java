package dev.handshake.cli;

/**
 * A header line as it is given on the command line.
 *
 * @param name what is before the colon
 * @param value what is behind it, without the white space around
 */
record HeaderLine(String name, String value) {

    /** Reads a line; an {@link IllegalArgumentException} says what is wrong, but not the line, which may hold a secret. */
    static HeaderLine parse(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("a header is 'Name: value', but there is one without a colon");
        }
        return new HeaderLine(
                line.substring(0, colon), line.substring(colon + 1).strip());
    }
}
