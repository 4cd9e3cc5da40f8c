package dev.handshake;

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

    static boolean isToken(byte[] bytes, int from, int to) {
        return from < to && all(TOKEN, bytes, from, to);
    }

    static boolean isToken(String text) {
        if (text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f || !is(TOKEN, (byte) text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether a text can be a field value as it stands: no control octets, nothing beyond ISO 8859-1. */
    static boolean isFieldValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff || !is(VALUE, (byte) text.charAt(i))) {
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

    /** Compares with a lower-case text, the case of ASCII letters aside. */
    static boolean sameIgnoringCase(byte[] bytes, int from, int to, byte[] lower) {
        if (to - from != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (lower(bytes[from + i]) != lower[i]) {
                return false;
            }
        }
        return true;
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
