package dev.handshake;

import static dev.handshake.Relaxation.BARE_LF;
import static dev.handshake.Relaxation.OBS_FOLD;

/**
 * Takes a complete head apart, by RFC 9112, 2 to 5. One pass, in place; the result is a table of offsets. What is wrong
 * is noted in the {@link Head} with the place where it was found.
 */
final class HeadParser {

    private static final byte[] HTTP = Grammar.ascii("http://");
    private static final byte[] HTTPS = Grammar.ascii("https://");

    private final Head head;
    private final int allowed;
    private byte[] bytes = new byte[0];
    private int at;
    private int to;
    private int blankTo;
    private boolean response;

    /** A parser into {@code head} that lets pass what the bits of {@code allowed} say. */
    HeadParser(Head head, int allowed) {
        this.head = head;
        this.allowed = allowed;
    }

    /** Parses the head of a request. The octets may change where a folded line is joined. */
    boolean request(HeadReader reader) {
        start(reader);
        response = false;
        return requestLine() && targetForm() && fields();
    }

    /** Parses the head of a response, in which a user agent must join folded lines (RFC 9112, 5.2). */
    boolean response(HeadReader reader) {
        start(reader);
        response = true;
        return statusLine() && fields();
    }

    private void start(HeadReader reader) {
        bytes = reader.bytes();
        at = reader.from();
        to = reader.end();
        blankTo = 0;
        head.clear(bytes, reader.lines() - 1);
        if (at > 0 && bytes[0] == '\n') {
            // The empty line in front, which is not parsed, ended with a bare LF.
            head.relaxations |= BARE_LF.bit();
        }
    }

    private boolean requestLine() {
        int space = Grammar.skipToken(bytes, at, to);
        if (space == at || bytes[space] != ' ') {
            return head.malformed("the request line does not begin with a method and one space", space);
        }
        head.methodFrom = at;
        head.methodTo = space;
        int targetEnd = endOfWord(space + 1);
        head.targetFrom = space + 1;
        head.targetTo = targetEnd;
        int versionEnd = targetEnd;
        if (bytes[targetEnd] == ' ') {
            versionEnd = endOfWord(targetEnd + 1);
            if (bytes[versionEnd] == ' ') {
                return head.malformed("the request line has more than three parts", versionEnd);
            }
            head.version = version(targetEnd + 1, versionEnd);
        }
        return endLine(versionEnd);
    }

    private int endOfWord(int from) {
        int i = from;
        while (bytes[i] != ' ' && bytes[i] != '\r' && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    private int version(int from, int end) {
        boolean wellFormed = end - from == 8
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
    private boolean targetForm() {
        int from = head.targetFrom;
        int end = head.targetTo;
        int visible = Grammar.skip(Grammar.TARGET, bytes, from, end);
        if (visible < end || from == end) {
            return head.malformed(
                    "the request target is empty or has an octet that is not allowed there", Math.min(visible, end));
        }
        if (bytes[from] == '/') {
            return true;
        }
        int authority = schemeEnd();
        if (authority < 0) {
            return head.malformed("the request target is neither a path nor an http or https URI", from);
        }
        return Authority.isValid(bytes, authority, authorityEnd(bytes, authority, end))
                || head.malformed("the request target has no valid host", authority);
    }

    private int schemeEnd() {
        for (byte[] scheme : new byte[][] {HTTP, HTTPS}) {
            int end = head.targetFrom + scheme.length;
            if (end <= head.targetTo && Grammar.sameIgnoringCase(bytes, head.targetFrom, end, scheme)) {
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

    private boolean statusLine() {
        int code = at + 9;
        boolean wellFormed = code + 3 < to
                && version(at, at + 8) != Head.NO_VERSION
                && bytes[at + 8] == ' '
                && Grammar.all(Grammar.DIGIT, bytes, code, code + 3)
                && bytes[code] != '0';
        if (!wellFormed) {
            return head.malformed("the status line is not a version, one space and three digits", at);
        }
        head.version = version(at, at + 8);
        head.status = (bytes[code] - '0') * 100 + (bytes[code + 1] - '0') * 10 + bytes[code + 2] - '0';
        int reasonEnd = code + 3;
        if (bytes[reasonEnd] == ' ') {
            head.targetFrom = reasonEnd + 1;
            reasonEnd = Grammar.skipValue(bytes, reasonEnd, to);
            head.targetTo = reasonEnd;
        }
        return endLine(reasonEnd);
    }

    private boolean fields() {
        while (bytes[at] != '\r' && bytes[at] != '\n') {
            if (!(Grammar.isBlank(bytes[at]) ? foldedLine() : field())) {
                return false;
            }
        }
        return endLine(at);
    }

    private boolean field() {
        int nameFrom = at;
        int colon = Grammar.skipToken(bytes, at, to);
        if (bytes[colon] != ':' || colon == nameFrom) {
            return head.malformed(
                    Grammar.isBlank(bytes[colon])
                            ? "there is white space in a field name, or before its colon"
                            : "a line is no field name with a colon",
                    colon);
        }
        int valueFrom = Grammar.skipBlanks(bytes, colon + 1, to);
        int valueTo = Grammar.skipValue(bytes, valueFrom, to);
        if (!endLine(valueTo)) {
            return false;
        }
        head.add(nameFrom, colon, valueFrom, Grammar.trimBlanks(bytes, valueFrom, valueTo));
        return true;
    }

    /** A line that goes on with the value before it, RFC 9112, 5.2: the line end in between becomes spaces. */
    private boolean foldedLine() {
        if (head.count() == 0 || !response && (allowed & OBS_FOLD.bit()) == 0) {
            return head.malformed("a line begins with white space (obsolete line folding)", at);
        }
        if (!response) {
            head.relaxations |= OBS_FOLD.bit();
        }
        // Not again what an empty folded line before has made blank, so that the time is linear.
        for (int i = Math.max(blankTo, head.valueTo(head.count() - 1)); i < at; i++) {
            bytes[i] = ' ';
        }
        blankTo = at;
        int textFrom = Grammar.skipBlanks(bytes, at, to);
        int textTo = Grammar.skipValue(bytes, textFrom, to);
        if (!endLine(textTo)) {
            return false;
        }
        if (textFrom < textTo) {
            head.foldLast(textFrom, Grammar.trimBlanks(bytes, textFrom, textTo));
        }
        return true;
    }

    /** Expects the end of a line at {@code i}, and goes behind it. A bare LF gets here only where it is allowed. */
    private boolean endLine(int i) {
        if (bytes[i] == '\n') {
            head.relaxations |= BARE_LF.bit();
            at = i + 1;
            return true;
        }
        if (bytes[i] != '\r') {
            return head.malformed("there is a control octet in a line", i);
        }
        at = i + 2;
        return bytes[i + 1] == '\n' || head.malformed("there is a CR that no LF follows", i);
    }
}
