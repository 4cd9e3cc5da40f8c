package dev.handshake.cli;

/** A header line as it is given on the command line. */
final class HeaderLine {

    private HeaderLine() {}

    /** Returns where the name ends. */
    static int colon(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            // What was given may be a secret, so it is not repeated.
            throw new IllegalArgumentException("a header is 'Name: value', but there is one without a colon");
        }
        return colon;
    }
}
