package dev.handshake.messages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks that octets are UTF-8 (RFC 3629, 4) as they come, in pieces cut anywhere, and fails at the first octet that no text
 * could have there.
 */
final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    /** How many octets the character that is under way has so far, and still needs; and what the next of them may be. */
    private int seen;

    private int needed;
    private int least;
    private int most;

    /** Goes on with the next octets; false if they can't be part of a text. */
    boolean accepts(byte[] octets, int from, int to) {
        int i = from;
        while (i < to) {
            if (needed == 0) {
                i = endOfAscii(octets, i, to);
                int end = endOfWhole(octets, i, to);
                if (end > i) {
                    i = end;
                    continue;
                }
                if (i == to) {
                    return true;
                }
                if (!begins(octets[i++] & 0xff)) {
                    return false;
                }
            }
            for (; needed > 0 && i < to; needed--, seen++) {
                int octet = octets[i++] & 0xff;
                if (octet < least || octet > most) {
                    return false;
                }
                least = 0x80;
                most = 0xbf;
            }
        }
        return true;
    }

    /** The first octet decides on the number of the others, and sets bounds for the second. */
    private boolean begins(int octet) {
        if (octet < 0xc2 || octet > 0xf4) {
            return false;
        }
        seen = 1;
        needed = octet < 0xe0 ? 1 : octet < 0xf0 ? 2 : 3;
        least = octet == 0xe0 ? 0xa0 : octet == 0xf0 ? 0x90 : 0x80;
        most = octet == 0xed ? 0x9f : octet == 0xf4 ? 0x8f : 0xbf;
        return true;
    }

    private static int endOfAscii(byte[] octets, int from, int to) {
        int i = from;
        while (i <= to - Long.BYTES && ((long) LONGS.get(octets, i) & NOT_ASCII) == 0) {
            i += Long.BYTES;
        }
        while (i < to && octets[i] >= 0) {
            i++;
        }
        return i;
    }

    /** Skips characters of two and three octets that are all there and right. What is not is looked at octet by octet. */
    private static int endOfWhole(byte[] octets, int from, int to) {
        int i = from;
        while (i < to - 2) {
            int first = octets[i] & 0xff;
            int second = octets[i + 1] & 0xff;
            if (first < 0xc2 || first >= 0xf0 || (second & 0xc0) != 0x80) {
                return i;
            }
            if (first < 0xe0) {
                i += 2;
            } else if ((octets[i + 2] & 0xc0) != 0x80
                    || first == 0xe0 && second < 0xa0
                    || first == 0xed && second > 0x9f) {
                return i;
            } else {
                i += 3;
            }
        }
        return i;
    }

    /** How many of the last octets are the beginning of a character that is not whole yet: 0 to 3. */
    int unfinished() {
        return needed == 0 ? 0 : seen;
    }

    void reset() {
        needed = 0;
    }

    /** Tells whether these octets are a whole text. */
    static boolean isText(byte[] octets, int from, int to) {
        Utf8 check = new Utf8();
        return check.accepts(octets, from, to) && check.unfinished() == 0;
    }
}
