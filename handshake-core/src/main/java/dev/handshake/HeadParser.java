package dev.handshake;

/**
 * Takes a head apart line by line, in place, by RFC 9112, 2 to 5. What is wrong is noted in the {@link Head} with the place
 * where it was found. The lines are given without their ends; {@code odd} is the first octet of a line that no field value
 * can hold, or -1.
 */
final class HeadParser {

    private static final byte[] HTTP = Grammar.ascii("http://");
    private static final byte[] HTTPS = Grammar.ascii("https://");
    private static final int VERSION_BYTES = 8;

    private HeadParser() {}

    static void requestLine(Head head, int from, int to) {
        byte[] bytes = head.bytes;
        int space = Grammar.skip(Grammar.TOKEN, bytes, from, bytes.length);
        if (space == from || bytes[space] != ' ') {
            head.malformed("the request line does not begin with a method and one space", space);
            return;
        }
        int targetEnd = endOfWord(bytes, space + 1, to);
        head.methodTo = space;
        head.targetFrom = space + 1;
        head.targetTo = targetEnd;
        int versionEnd = targetEnd;
        if (targetEnd < to && bytes[targetEnd] == ' ') {
            versionEnd = endOfWord(bytes, targetEnd + 1, to);
            if (versionEnd < to && bytes[versionEnd] == ' ') {
                head.malformed("the request line has more than three parts", versionEnd);
                return;
            }
            head.version = version(bytes, targetEnd + 1, versionEnd);
        }
        if (versionEnd < to) {
            odd(head, versionEnd);
        }
        target(head);
    }

    private static int endOfWord(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != ' ' && bytes[i] != '\r') {
            i++;
        }
        return i;
    }

    private static int version(byte[] bytes, int from, int to) {
        boolean wellFormed = to - from == VERSION_BYTES
                && bytes[from] == 'H'
                && bytes[from + 1] == 'T'
                && bytes[from + 2] == 'T'
                && bytes[from + 3] == 'P'
                && bytes[from + 4] == '/'
                && Grammar.is(Grammar.DIGIT, bytes[from + 5])
                && bytes[from + 6] == '.'
                && Grammar.is(Grammar.DIGIT, bytes[from + 7]);
        return wellFormed ? (bytes[from + 5] - '0') * 10 + bytes[from + 7] - '0' : Head.NO_VERSION;
    }

    /** Origin-form, or absolute-form with {@code http} or {@code https}: RFC 9112, 3.2.1 and 3.2.2. */
    private static void target(Head head) {
        byte[] bytes = head.bytes;
        int from = head.targetFrom;
        int end = head.targetTo;
        int visible = Grammar.skip(Grammar.TARGET, bytes, from, end);
        if (visible < end || from == end) {
            head.malformed("the request target is empty or has an octet that is not allowed there", visible);
        } else if (bytes[from] != '/') {
            int authority = schemeEnd(bytes, from, end);
            if (authority < 0) {
                head.malformed("the request target is neither a path nor an http or https URI", from);
            } else if (!Authority.isValid(bytes, authority, authorityEnd(bytes, authority, end))) {
                head.malformed("the request target has no valid host", authority);
            }
        }
    }

    private static int schemeEnd(byte[] bytes, int from, int to) {
        for (byte[] scheme : new byte[][] {HTTP, HTTPS}) {
            int end = from + scheme.length;
            if (end <= to && Grammar.sameIgnoringCase(bytes, from, end, scheme)) {
                return end;
            }
        }
        return -1;
    }

    static int authorityEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '/' && bytes[i] != '?') {
            i++;
        }
        return i;
    }

    static void statusLine(Head head, int from, int to, int odd) {
        byte[] bytes = head.bytes;
        int code = from + VERSION_BYTES + 1;
        int codeEnd = code + 3;
        boolean wellFormed = codeEnd <= to
                && version(bytes, from, code - 1) != Head.NO_VERSION
                && bytes[code - 1] == ' '
                && Grammar.all(Grammar.DIGIT, bytes, code, codeEnd)
                && bytes[code] != '0';
        if (!wellFormed) {
            head.malformed("the status line is not a version, one space and three digits", from);
            return;
        }
        head.version = version(bytes, from, code - 1);
        head.status = (bytes[code] - '0') * 100 + (bytes[code + 1] - '0') * 10 + bytes[code + 2] - '0';
        if (codeEnd < to && bytes[codeEnd] == ' ') {
            head.targetFrom = codeEnd + 1;
            head.targetTo = to;
            codeEnd = odd;
        }
        if (codeEnd >= 0 && codeEnd < to) {
            odd(head, codeEnd);
        }
    }

    static void field(Head head, int from, int odd) {
        Field field = Field.of(head.bytes, from, head.bytes.length);
        if (field == null && !isNamed(head, from)) {
            return;
        }
        if (odd >= 0) {
            odd(head, odd);
        } else if (field != null) {
            head.add(field, from);
        }
    }

    /** Tells whether a line begins with a token and a colon, and notes it if not. */
    private static boolean isNamed(Head head, int from) {
        byte[] bytes = head.bytes;
        int colon = Grammar.skip(Grammar.TOKEN, bytes, from, bytes.length);
        boolean named = colon > from && bytes[colon] == ':';
        if (!named) {
            head.malformed(
                    Grammar.isBlank(bytes[colon])
                            ? "there is white space in a field name, or before its colon"
                            : "a line is no field name with a colon",
                    colon);
        }
        return named;
    }

    /** Makes spaces of the white space at the end of a line: it may come to lie within a value. */
    static void evenEnd(byte[] bytes, int to) {
        for (int i = to - 1; Grammar.isBlank(bytes[i]); i--) {
            bytes[i] = ' ';
        }
    }

    /**
     * A line that goes on with the value before it, RFC 9112, 5.2: the line end in between becomes spaces, and so does the
     * white space behind that.
     */
    static void foldedLine(Head head, int from, int odd) {
        byte[] bytes = head.bytes;
        for (int i = from; Grammar.isBlank(bytes[i]); i++) {
            bytes[i] = ' ';
        }
        bytes[from - 1] = ' ';
        if (bytes[from - 2] == '\r') {
            bytes[from - 2] = ' ';
        }
        if (odd >= 0) {
            odd(head, odd);
        }
    }

    private static void odd(Head head, int at) {
        head.malformed(
                head.bytes[at] == '\r' ? "there is a CR that no LF follows" : "there is a control octet in a line", at);
    }
}
