package dev.handshake.messages;

import java.util.Arrays;
import java.util.zip.Inflater;

/** The last octets that were inflated, as many as a window of DEFLATE has; a ring when it is full. */
final class History {

    private static final int WINDOW_BYTES = 1 << Deflation.MOST_WINDOW_BITS;

    private byte[] octets = {};
    private long total;

    void add(byte[] from, int at, int count) {
        int skipped = Math.max(0, count - WINDOW_BYTES);
        if (octets.length < WINDOW_BYTES && octets.length < total + count) {
            long larger = Math.max(total + count, 2L * octets.length);
            octets = Arrays.copyOf(octets, (int) Math.min(larger, WINDOW_BYTES));
        }
        total += skipped;
        int position = position();
        int straight = Math.min(count - skipped, octets.length - position);
        System.arraycopy(from, at + skipped, octets, position, straight);
        System.arraycopy(from, at + skipped + straight, octets, 0, count - skipped - straight);
        total += count - skipped;
    }

    private int position() {
        return (int) (total % WINDOW_BYTES);
    }

    /** Gives them to a codec, in order: its window has room for just as many. */
    void giveTo(Inflater codec) {
        int position = total < WINDOW_BYTES ? (int) total : position();
        if (total >= WINDOW_BYTES) {
            // What is given later goes behind what was given before.
            codec.setDictionary(octets, position, WINDOW_BYTES - position);
        }
        codec.setDictionary(octets, 0, position);
    }
}
