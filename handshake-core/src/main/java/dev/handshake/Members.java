package dev.handshake;

/**
 * Walks over the members of a list field: the combination of all its lines, split at commas, without white space around
 * them and without empty ones (RFC 9110, 5.6.1). For fields whose members are tokens, so that quotes mean nothing.
 */
final class Members {

    private final Head head;
    private final Field field;
    private int value = -1;
    private boolean begun;
    private int at;
    private int lineTo;

    /** The first octet of the current member. */
    int from;

    /** The index behind its last octet. */
    int to;

    Members(Head head, Field field) {
        this.head = head;
        this.field = field;
    }

    /** Goes to the next member. Returns false if there is none. */
    boolean next() {
        while (true) {
            while (at < lineTo && (head.bytes[at] == ',' || Grammar.isBlank(head.bytes[at]))) {
                at++;
            }
            if (at < lineTo) {
                from = at;
                while (at < lineTo && head.bytes[at] != ',') {
                    at++;
                }
                to = Grammar.trimBlanks(head.bytes, from, at);
                return true;
            }
            value = begun ? head.after(field, value) : head.first(field);
            begun = true;
            if (value < 0) {
                return false;
            }
            at = value;
            lineTo = head.valueTo(value);
        }
    }

    boolean isToken() {
        return Grammar.isToken(head.bytes, from, to);
    }

    @Override
    public String toString() {
        return Grammar.text(head.bytes, from, to);
    }
}
