package dev.handshake.messages;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * DEFLATE as RFC 1951 writes it down, bit by bit, with a window of a given size: whoever refers further back is wrong, which
 * the JDK's codec, whose window is the largest, does not notice.
 */
final class SlowInflater {

    private static final int[] LENGTH_CODE_ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private final int windowBytes;
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private byte[] in = {};
    private int bit;

    SlowInflater(int windowBits) {
        windowBytes = 1 << windowBits;
    }

    /** Inflates a whole message, to which the end that was left out is added; the window stays. */
    byte[] message(byte[] compressed) {
        in = Arrays.copyOf(compressed, compressed.length + 4);
        in[in.length - 2] = in[in.length - 1] = (byte) 0xff;
        bit = 0;
        int before = all.size();
        while (bit < in.length * 8) {
            block();
        }
        byte[] everything = all.toByteArray();
        return Arrays.copyOfRange(everything, before, everything.length);
    }

    private int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, bit++) {
            value |= (in[bit >> 3] >> (bit & 7) & 1) << i;
        }
        return value;
    }

    private void block() {
        bits(1);
        switch (bits(2)) {
            case 0 -> stored();
            case 1 -> {
                int[] lengths = new int[288];
                for (int i = 0; i < lengths.length; i++) {
                    lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
                }
                int[] distances = new int[30];
                Arrays.fill(distances, 5);
                codes(lengths, distances);
            }
            case 2 -> dynamic();
            default -> throw new IllegalArgumentException("a block of no kind");
        }
    }

    private void stored() {
        bit = bit + 7 & ~7;
        int length = bits(16);
        if ((length ^ bits(16)) != 0xffff) {
            throw new IllegalArgumentException("a stored block has two lengths");
        }
        for (int i = 0; i < length; i++) {
            all.write(bits(8));
        }
    }

    private void dynamic() {
        int literals = bits(5) + 257;
        int distances = bits(5) + 1;
        int count = bits(4) + 4;
        int[] lengthCode = new int[19];
        for (int i = 0; i < count; i++) {
            lengthCode[LENGTH_CODE_ORDER[i]] = bits(3);
        }
        int[] lengths = new int[literals + distances];
        for (int i = 0; i < lengths.length; ) {
            int symbol = symbol(lengthCode);
            int value = symbol < 16 ? symbol : symbol == 16 ? lengths[i - 1] : 0;
            int times = symbol < 16 ? 1 : symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
            for (; times > 0; times--) {
                lengths[i++] = value;
            }
        }
        codes(Arrays.copyOf(lengths, literals), Arrays.copyOfRange(lengths, literals, lengths.length));
    }

    private void codes(int[] literals, int[] distances) {
        for (int symbol = symbol(literals); symbol != 256; symbol = symbol(literals)) {
            if (symbol < 256) {
                all.write(symbol);
                continue;
            }
            int length = length(symbol - 257);
            int distance = distance(symbol(distances));
            if (distance > Math.min(windowBytes, all.size())) {
                throw new IllegalArgumentException("refers " + distance + " octets back");
            }
            for (; length > 0; length--) {
                all.write(all.toByteArray()[all.size() - distance]);
            }
        }
    }

    private int length(int code) {
        int extra = code < 8 || code == 28 ? 0 : code / 4 - 1;
        return code == 28 ? 258 : code < 8 ? code + 3 : (4 + code % 4 << extra) + 3 + bits(extra);
    }

    private int distance(int code) {
        int extra = code < 4 ? 0 : code / 2 - 1;
        return code < 4 ? code + 1 : (2 + code % 2 << extra) + 1 + bits(extra);
    }

    /** Reads a symbol of the canonical Huffman code with these lengths. */
    private int symbol(int[] lengths) {
        int code = 0;
        int first = 0;
        for (int length = 1; length <= 15; length++) {
            code |= bits(1);
            int index = code - first;
            int count = 0;
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length && count++ == index) {
                    return symbol;
                }
            }
            first = first + count << 1;
            code <<= 1;
        }
        throw new IllegalArgumentException("no symbol has this code");
    }
}
