package dev.handshake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The character classes and the comparisons of RFC 9110, 5.6 and RFC 3986. All of it is ASCII: no locale has a say, so a
 * Turkish one finds no dotless i.
 */
final class Grammar {

    /** {@code tchar}, RFC 9110, 5.6.2. */
    static final int TOKEN = 1;
    /** What a field value may hold: HTAB, SP, VCHAR and obs-text, RFC 9110, 5.5. */
    static final int VALUE = 1 << 1;
    /** What a request target may hold: visible ASCII but {@code #}, since browsers send even {@code |} as it is. */
    static final int TARGET = 1 << 2;
    /** {@code reg-name} but its percent-encoded octets, RFC 3986, 3.2.2. */
    static final int REG_NAME = 1 << 3;
    /** The Base64 alphabet, RFC 4648, 4. */
    static final int BASE64 = 1 << 4;
    /** {@code DIGIT}. */
    static final int DIGIT = 1 << 5;
    /** {@code HEXDIG}, in either case. */
    static final int HEX = 1 << 6;

    private static final byte[] CLASSES = new byte[256];

    /** Eight octets at once, the first of them lowest. */
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x80 * ONES;
    /** What letters have in lower case only. */
    private static final long CASE_BITS = 0x20 * ONES;

    private static final long LINE_FEEDS = '\n' * ONES;
    private static final long SPACES = ' ' * ONES;

    static {
        for (int c = '0'; c <= '9'; c++) {
            CLASSES[c] |= TOKEN | REG_NAME | BASE64 | DIGIT | HEX;
        }
        for (int c = 'a'; c <= 'z'; c++) {
            CLASSES[c] |= TOKEN | REG_NAME | BASE64;
            CLASSES[c - 'a' + 'A'] |= TOKEN | REG_NAME | BASE64;
        }
        for (int c = 'a'; c <= 'f'; c++) {
            CLASSES[c] |= HEX;
            CLASSES[c - 'a' + 'A'] |= HEX;
        }
        add("!#$%&'*+-.^_`|~", TOKEN);
        add("-._~!$&'()*+,;=", REG_NAME);
        add("+/", BASE64);
        add("\t ", VALUE);
        for (int c = 0x21; c <= 0x7e; c++) {
            CLASSES[c] |= VALUE | TARGET;
        }
        for (int c = 0x80; c <= 0xff; c++) {
            CLASSES[c] |= VALUE;
        }
        CLASSES['#'] &= ~TARGET;
    }

    private Grammar() {}

    private static void add(String chars, int kind) {
        for (byte c : ascii(chars)) {
            CLASSES[c] |= (byte) kind;
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static boolean is(int kind, byte b) {
        return (CLASSES[b & 0xff] & kind) != 0;
    }

    /** Tells whether all octets of the range, possibly none, are of a kind. */
    static boolean all(int kind, byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if ((CLASSES[bytes[i] & 0xff] & kind) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the first index from {@code from} on whose octet is not of the kind, or {@code to}. */
    static int skip(int kind, byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && (CLASSES[bytes[i] & 0xff] & kind) != 0) {
            i++;
        }
        return i;
    }

    /** Returns the index of the first LF from {@code from} on, or {@code to}. */
    static int lineFeed(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long zeroAtMatch = (long) EIGHT.get(bytes, i) ^ LINE_FEEDS;
            long found = (zeroAtMatch - ONES) & ~zeroAtMatch & HIGH_BITS;
            if (found != 0) {
                return i + first(found);
            }
        }
        while (i < to && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    /** Returns the first index from {@code from} on whose octet is not of the kind {@link #VALUE}, or {@code to}. */
    static int skipValue(byte[] bytes, int from, int to) {
        int i = skipMostOfValue(bytes, from, to);
        while (i < to && is(VALUE, bytes[i])) {
            i = skipMostOfValue(bytes, i + 1, to);
        }
        return i;
    }

    /** Stops at what can't be in a value, at HTAB, and now and then at an octet of more than seven bits. */
    private static int skipMostOfValue(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long eight = (long) EIGHT.get(bytes, i);
            // Less than SP, or DEL, or one that looks like it behind 0xff.
            long found = (eight - SPACES | eight + ONES) & ~eight & HIGH_BITS;
            if (found != 0) {
                return i + first(found);
            }
        }
        return skip(VALUE, bytes, i, to);
    }

    /**
     * Returns which of eight octets is the first that is marked by its high bit. Borrows in the subtraction that marked them
     * only run upwards from one that is rightly marked, so the first always is.
     */
    private static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    static boolean isToken(byte[] bytes, int from, int to) {
        return from < to && all(TOKEN, bytes, from, to);
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && all(TOKEN, text);
    }

    /** Tells whether a text can be a field value as it stands: no control octets, nothing beyond ISO 8859-1. */
    static boolean isFieldValue(String text) {
        return all(VALUE, text);
    }

    /** Tells whether all characters of a text, possibly none, are octets of a kind. */
    static boolean all(int kind, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff || !is(kind, (byte) text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    static int skipBlanks(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isBlank(bytes[i])) {
            i++;
        }
        return i;
    }

    static int trimBlanks(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && isBlank(bytes[end - 1])) {
            end--;
        }
        return end;
    }

    /** Compares octet for octet. */
    static boolean same(byte[] bytes, int from, int to, byte[] expected) {
        return to - from == expected.length && startsWith(bytes, from, to, expected);
    }

    static boolean startsWith(byte[] bytes, int from, int to, byte[] expected) {
        if (to - from < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[from + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Compares two ranges with each other, the case of ASCII letters aside. */
    static boolean sameIgnoringCase(byte[] bytes, int from, int to, int otherFrom, int otherTo) {
        if (to - from != otherTo - otherFrom) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (lower(bytes[from + i]) != lower(bytes[otherFrom + i])) {
                return false;
            }
        }
        return true;
    }

    /** Compares with a lower-case text, the case of ASCII letters aside. */
    static boolean sameIgnoringCase(byte[] bytes, int from, int to, byte[] lower) {
        return to - from == lower.length && startsWithIgnoringCase(bytes, from, lower);
    }

    /** The same, but more octets may follow; where there are fewer, a line end must, or another octet that differs. */
    static boolean startsWithIgnoringCase(byte[] bytes, int from, byte[] lower) {
        for (int i = 0; i < lower.length; i++) {
            if (lower(bytes[from + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether a lower-case text of letters, hyphens and colons is at a place, the case of letters aside. */
    static boolean startsWithName(byte[] bytes, int at, int to, byte[] lower) {
        int length = lower.length;
        if (to - at < length) {
            return false;
        }
        if (length < Long.BYTES) {
            return startsWithIgnoringCase(bytes, at, lower);
        }
        for (int i = 0; i < length - Long.BYTES; i += Long.BYTES) {
            if (!sameEight(bytes, at + i, lower, i)) {
                return false;
            }
        }
        return sameEight(bytes, at + length - Long.BYTES, lower, length - Long.BYTES);
    }

    /** Of what the text may hold only letters have 0x40 in them, and thus the bit of their case. */
    private static boolean sameEight(byte[] bytes, int at, byte[] lower, int lowerAt) {
        long expected = (long) EIGHT.get(lower, lowerAt);
        return ((long) EIGHT.get(bytes, at) | expected >>> 1 & CASE_BITS) == expected;
    }

    static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }

    static String lower(String text) {
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (chars[i] >= 'A' && chars[i] <= 'Z') {
                chars[i] += 'a' - 'A';
            }
        }
        return new String(chars);
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
