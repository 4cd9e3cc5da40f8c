package dev.handshake.tck;

import java.nio.ByteBuffer;
import java.util.Random;

/** Streams of bytes that are the same in each run. */
final class Examples {

    /** How many bytes the tests move that compare a whole stream; more than common buffers hold. */
    static final int STREAM_BYTES = 200_000;

    private static final int LARGEST_PIECE_BYTES = 5000;

    private Examples() {}

    /** Makes bytes without a period, so that a lost or doubled piece shows wherever it is. */
    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(6455).nextBytes(bytes);
        return bytes;
    }

    static void writeInPieces(Party party, byte[] bytes, Random sizes) throws Exception {
        for (int at = 0; at < bytes.length; ) {
            int piece = Math.min(bytes.length - at, 1 + sizes.nextInt(LARGEST_PIECE_BYTES));
            party.write(ByteBuffer.wrap(bytes, at, piece));
            at += piece;
        }
    }
}
