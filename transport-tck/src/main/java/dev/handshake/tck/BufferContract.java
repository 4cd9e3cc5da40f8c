package dev.handshake.tck;

import static dev.handshake.tck.Examination.examine;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Rule T3: whose a buffer is, and how it moves. Extended through {@link ByteTransportContract}. */
public interface BufferContract extends TransportUnderTest {

    /**
     * Reads into the middle of an array. If red: the position and the returned count differ, the limit was moved, or bytes
     * went outside of position and limit; look at offsets ({@code arrayOffset}) and at who moves the position.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t03_readMovesThePositionByWhatItReturns() throws Exception {
        examine(this, x -> {
            x.far.send((byte) 1, (byte) 2, (byte) 3, (byte) 4);
            byte[] array = new byte[12];
            ByteBuffer dst = ByteBuffer.wrap(array, 3, 4);
            Party.Pauses pauses = x.near.pauses("4 bytes");
            while (dst.hasRemaining()) {
                int before = dst.position();
                int n = x.tested.read(dst, pauses);
                assertEquals(dst.position() - before, n, "the count, against the way of the position");
                if (n == 0) {
                    pauses.pause();
                }
            }
            assertEquals(7, dst.limit(), "the limit");
            assertArrayEquals(new byte[] {0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0}, array, "the array around");
        });
    }

    /**
     * Writes from the middle of an array. If red: the position and the returned count differ, the limit was moved, or
     * bytes outside of position and limit were sent.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t03_writeMovesThePositionByWhatItReturns() throws Exception {
        examine(this, x -> {
            byte[] array = {9, 9, 9, 1, 2, 3, 4, 9};
            ByteBuffer src = ByteBuffer.wrap(array, 3, 4);
            Party.Pauses pauses = x.near.pauses("room for 4 bytes");
            while (src.hasRemaining()) {
                int before = src.position();
                int n = x.tested.write(src, pauses);
                assertEquals(src.position() - before, n, "the count, against the way of the position");
                if (n == 0) {
                    pauses.pause();
                }
            }
            x.near.flush();
            assertEquals(7, src.limit(), "the limit");
            assertArrayEquals(new byte[] {1, 2, 3, 4}, x.far.receive(4), "what the peer read");
            assertArrayEquals(new byte[] {9, 9, 9, 1, 2, 3, 4, 9}, array, "the caller's array");
        });
    }

    /**
     * Writes, uses the array for something else, and only then flushes. If red: a reference to the caller's buffer was
     * kept; bytes that can't go out at once are copied, or not taken.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t03_writeLeavesTheBufferToTheCaller() throws Exception {
        examine(this, x -> {
            byte[] array = {1, 2, 3, 4};
            x.near.write(ByteBuffer.wrap(array));
            Arrays.fill(array, (byte) 9);
            x.near.flush();
            assertArrayEquals(new byte[] {1, 2, 3, 4}, x.far.receive(4), "what the peer read");
        });
    }

    /**
     * Reads once in vain, and then with another buffer when bytes come. If red: a reference to the caller's buffer was
     * kept beyond the call that answered 0.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t03_readLeavesTheBufferToTheCaller() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            ByteBuffer first = ByteBuffer.allocate(4);
            x.tested.read(first, x.retry());
            x.far.send((byte) 1, (byte) 2, (byte) 3, (byte) 4);
            assertArrayEquals(new byte[] {1, 2, 3, 4}, x.near.receive(4), "what was read with the second buffer");
            assertEquals(ByteBuffer.allocate(4), first, "the first buffer");
        });
    }

    /**
     * Writes from and reads into direct buffers, slices, and a read-only source. If red: look for {@code array()} without
     * {@code hasArray()}, and for a forgotten {@code arrayOffset()}.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t03_anyKindOfBufferWillDo() throws Exception {
        examine(this, x -> {
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(2).put((byte) 1).put((byte) 2).flip();
            ByteBuffer slice = ByteBuffer.wrap(new byte[] {9, 9, 3, 4, 9}).slice(2, 2);
            ByteBuffer readOnly = ByteBuffer.wrap(new byte[] {5, 6}).asReadOnlyBuffer();
            for (ByteBuffer src : new ByteBuffer[] {direct, slice, readOnly}) {
                x.near.write(src);
            }
            x.near.flush();
            assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, x.far.receive(6), "what the peer read");

            x.far.send((byte) 1, (byte) 2, (byte) 3, (byte) 4);
            ByteBuffer intoDirect = ByteBuffer.allocateDirect(2);
            byte[] array = new byte[5];
            ByteBuffer intoSlice = ByteBuffer.wrap(array).slice(2, 2);
            x.near.receive(intoDirect);
            x.near.receive(intoSlice);
            assertTrue(intoDirect.get(0) == 1 && intoDirect.get(1) == 2, "what was read into a direct buffer");
            assertArrayEquals(new byte[] {0, 0, 3, 4, 0}, array, "what was read into a slice");
        });
    }
}
