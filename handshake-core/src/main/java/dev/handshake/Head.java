package dev.handshake;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1 head: its octets, and where the parts lie in them that rules read. All else is found again in the octets when
 * someone asks for it, and nothing becomes a String before.
 *
 * <p>A field is pointed at by its <em>line</em>, the index of the line's first octet, or by its <em>value</em>, the index of
 * the value's first octet.
 */
final class Head {

    /** No number at all where {@code HTTP/x.y} belongs. */
    static final int NO_VERSION = -1;

    static final byte[] NO_BYTES = new byte[0];

    /** So few are not worth a copy. */
    private static final int FEW_BYTES = 64;

    /** Stands for one of which nothing has been received. Nobody writes to it. */
    static final Head NONE = new Head();

    byte[] bytes = NO_BYTES;

    /** The first octet. There may be an empty line in front of it, and other octets behind {@link #to}. */
    int from;

    /** The index behind the last octet; 0 until the head is complete. */
    int to;

    /** The method of a request line begins at {@link #from}. Of a status line, the target is the reason. */
    int methodTo;

    int targetFrom;
    int targetTo;

    /** The first octet of the first field line, or of the empty line, if there is none. */
    int fieldsFrom;

    /** Major times ten plus minor, so 11 for {@code HTTP/1.1}, or {@link #NO_VERSION}. */
    int version = NO_VERSION;

    /** Of a response. */
    int status;

    /** One bit for each relaxation without which this head would not have been understood. */
    int relaxations;

    /** What is wrong with the syntax, as the end of a sentence, and at which octet; null while nothing is. */
    @Nullable
    String problem;

    int problemAt;

    /** For each {@link Field} that is there, the index behind its first colon. */
    private final int[] colons = new int[Field.ALL.length];

    /** One bit for each {@link Field} that is there, and for each that is there several times. */
    private int present;

    private int repeated;

    /** Forgets all but the octets. */
    void clear() {
        from = to = methodTo = targetFrom = targetTo = fieldsFrom = 0;
        version = NO_VERSION;
        status = relaxations = present = repeated = 0;
        problem = null;
        problemAt = 0;
    }

    /** Lets go of room that is not needed: octets behind the head remain only if they are few. */
    void trim() {
        if (bytes.length - to > Math.max(FEW_BYTES, to / 8)) {
            bytes = Arrays.copyOf(bytes, to);
        }
    }

    /** Adds a line of a field. */
    void add(Field field, int line) {
        if ((present & field.bit) != 0) {
            repeated |= field.bit;
        } else {
            present |= field.bit;
            colons[field.ordinal()] = field.behindColon(line);
        }
    }

    /** Notes what breaks the syntax first. */
    void malformed(String problem, int at) {
        if (this.problem == null) {
            this.problem = problem;
            this.problemAt = at;
        }
    }

    boolean has(Field field) {
        return (present & field.bit) != 0;
    }

    /** Returns the value of a field that is there exactly once, or -1. */
    int only(Field field) {
        return (repeated & field.bit) == 0 ? first(field) : -1;
    }

    /** Returns the first value of a field, or -1. */
    int first(Field field) {
        return has(field) ? Grammar.skipBlanks(bytes, colons[field.ordinal()], to) : -1;
    }

    /** Returns the value of a field that follows one of the same field, or -1. */
    int after(Field field, int value) {
        if ((repeated & field.bit) != 0) {
            for (int line = nextLine(value); isField(line); line = nextLine(line)) {
                if (Field.of(bytes, line, to) == field) {
                    return Grammar.skipBlanks(bytes, field.behindColon(line), to);
                }
            }
        }
        return -1;
    }

    /** Returns the index behind a value. */
    int valueTo(int value) {
        int end = Grammar.lineFeed(bytes, value, to);
        return Grammar.trimBlanks(bytes, value, end > value && bytes[end - 1] == '\r' ? end - 1 : end);
    }

    /** Returns a value as text. */
    String value(int value) {
        return Grammar.text(bytes, value, valueTo(value));
    }

    /** Tells whether a value is exactly this text. */
    boolean valueIs(int value, byte[] text) {
        return Grammar.startsWith(bytes, value, to, text) && isEnd(Grammar.skipBlanks(bytes, value + text.length, to));
    }

    /** Returns the line that a value belongs to. */
    int lineOf(int value) {
        int line = value;
        while (line > fieldsFrom && bytes[line - 1] != '\n') {
            line--;
        }
        return line;
    }

    /** Tells whether there is a field line, and not the empty one. */
    boolean isField(int line) {
        return line < to && !isEnd(line);
    }

    /** Returns the line behind the one that an octet belongs to. */
    int nextLine(int at) {
        return Grammar.lineFeed(bytes, at, to) + 1;
    }

    /** Returns the colon of a field line. */
    int colon(int line) {
        int colon = line;
        while (bytes[colon] != ':') {
            colon++;
        }
        return colon;
    }

    /** Returns the value of a field line. */
    int valueFrom(int line) {
        return Grammar.skipBlanks(bytes, colon(line) + 1, to);
    }

    String name(int line) {
        return Grammar.text(bytes, line, colon(line));
    }

    /** Returns how many field lines there are. */
    int count() {
        int count = 0;
        for (int line = fieldsFrom; isField(line); line = nextLine(line)) {
            count++;
        }
        return count;
    }

    /**
     * Tells whether a list field, the combination of all its lines, has this member, the case of letters aside (RFC 9110,
     * 5.6.1). Members compare whole.
     */
    boolean hasMember(Field field, byte[] lower) {
        for (int value = first(field); value >= 0; value = after(field, value)) {
            if (hasMember(value, lower)) {
                return true;
            }
        }
        return false;
    }

    /** Not by way of {@link Members}, so that it leaves no garbage behind. */
    private boolean hasMember(int value, byte[] lower) {
        int at = value;
        while (true) {
            if (Grammar.startsWithIgnoringCase(bytes, at, lower)) {
                int end = Grammar.skipBlanks(bytes, at + lower.length, to);
                if (bytes[end] == ',' || isEnd(end)) {
                    return true;
                }
            }
            while (bytes[at] != ',' && !isEnd(at)) {
                at++;
            }
            if (isEnd(at)) {
                return false;
            }
            at = Grammar.skipBlanks(bytes, at + 1, to);
        }
    }

    /** Tells whether a line, or a value without the white space behind it, ends here. */
    private boolean isEnd(int at) {
        return bytes[at] == '\r' || bytes[at] == '\n';
    }

    /**
     * Returns where the host lies that the request is for: the authority of an absolute target, which replaces {@code Host}
     * (RFC 9112, 3.2.2), else the only {@code Host}; -1 if there is neither.
     */
    int hostFrom() {
        if (!hasAuthority()) {
            return only(Field.HOST);
        }
        int scheme = targetFrom;
        while (scheme < targetTo && bytes[scheme] != ':') {
            scheme++;
        }
        return Math.min(scheme + 3, targetTo);
    }

    int hostTo(int hostFrom) {
        return hasAuthority() ? HeadParser.authorityEnd(bytes, hostFrom, targetTo) : valueTo(hostFrom);
    }

    /** Returns the host as text; empty if there is none. */
    String host() {
        int from = hostFrom();
        return from < 0 ? "" : Grammar.text(bytes, from, hostTo(from));
    }

    boolean hasAuthority() {
        return targetFrom < targetTo && bytes[targetFrom] != '/';
    }

    boolean methodIs(byte[] method) {
        return Grammar.same(bytes, from, methodTo, method);
    }

    /** Returns the octets of this head as text. */
    String text() {
        return Grammar.text(bytes, from, to);
    }
}
