package dev.handshake.messages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Masking and unmasking, which are the same, RFC 6455, 5.3: eight octets at a time. */
final class Mask {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Mask() {}

    /**
     * Applies a key while copying; in place if source and target are the same.
     *
     * @param key the key, its first octet the highest
     * @param phase how many octets of the payload came before
     */
    static void copy(byte[] from, int fromAt, byte[] to, int toAt, int count, int key, long phase) {
        int octets = Integer.reverseBytes(Integer.rotateLeft(key, (int) (phase & 3) << 3));
        long wide = octets & 0xffff_ffffL | (long) octets << 32;
        int i = 0;
        for (; i <= count - Long.BYTES; i += Long.BYTES) {
            LONGS.set(to, toAt + i, (long) LONGS.get(from, fromAt + i) ^ wide);
        }
        for (; i < count; i++) {
            to[toAt + i] = (byte) (from[fromAt + i] ^ octets >>> ((i & 3) << 3));
        }
    }
}
