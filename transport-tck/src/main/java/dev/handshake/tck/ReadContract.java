package dev.handshake.tck;

import static dev.handshake.tck.Examination.examine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Rule T1: what {@code read} answers. Extended through {@link ByteTransportContract}. */
public interface ReadContract extends TransportUnderTest {

    /**
     * The peer sends three bytes, which are read with space for one byte at a time. If red: a layer that moves whole
     * records or blocks must hold what does not fit, and hand it out on the next call.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t01_readReturnsAtLeastOneByteWhenBytesAreThere() throws Exception {
        examine(this, x -> {
            x.far.send((byte) 1, (byte) 2, (byte) 3);
            for (int i = 1; i <= 3; i++) {
                ByteBuffer dst = ByteBuffer.allocate(1);
                Party.Pauses pauses = x.near.pauses("byte " + i + " of 3, with space for 1");
                int n = x.tested.read(dst, pauses);
                while (n == 0 && dst.hasRemaining()) {
                    pauses.pause();
                    n = x.tested.read(dst, pauses);
                }
                assertEquals(1, n, "read with space for one byte");
            }
        });
    }

    /**
     * Reads while the peer is silent. If red: a negative answer means the end, and nothing else; an answer above 0 counts
     * bytes that nobody sent.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t01_readAnswersZeroWhileNoByteIsThere() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            for (int i = 0; i < 3; i++) {
                assertEquals(0, x.tested.read(ByteBuffer.allocate(16), x.retry()), "read while the peer is silent");
            }
        });
    }

    /**
     * Reads into a buffer without space, bytes being there. If red: look at what is done before the bytes are moved; it
     * must be neither the end nor a wait, and cost no byte.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t01_readWithoutSpaceAnswersZero() throws Exception {
        examine(this, x -> {
            x.far.send((byte) 1, (byte) 2);
            assertEquals(1, x.near.receive(1)[0], "the first byte");
            assertEquals(0, x.tested.read(ByteBuffer.allocate(0), x.retry()), "read without space");
            assertEquals(2, x.near.receive(1)[0], "the byte after that");
        });
    }

    /**
     * Reads with much more space than there are bytes. If red: {@code read} must not wait until {@code dst} is full.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t01_readReturnsWhatIsThereAndDoesNotWaitForMore() throws Exception {
        examine(this, x -> {
            x.far.send((byte) 1, (byte) 2, (byte) 3);
            ByteBuffer dst = ByteBuffer.allocate(4096);
            Party.Pauses pauses = x.near.pauses("some of 3 bytes, with space for 4096");
            while (x.tested.read(dst, pauses) == 0) {
                pauses.pause();
            }
            assertTrue(dst.position() >= 1 && dst.position() <= 3, "moved " + dst.position() + " of 3 bytes");
        });
    }
}
