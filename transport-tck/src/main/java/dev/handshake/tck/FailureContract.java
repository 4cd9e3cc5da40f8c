package dev.handshake.tck;

import static dev.handshake.tck.Examination.examine;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Rule T11: whose fault shows as what. Extended through {@link ByteTransportContract}. */
public interface FailureContract extends TransportUnderTest {

    /**
     * The peer closes, and this end writes until that fails. If red: a broken connection is an {@link IOException}, and
     * does not stay unnoticed for ever.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t11_writingToAClosedPeerIsAnIOException() throws Exception {
        examine(this, x -> {
            x.peer.close();
            x.failsByIo(
                    () -> {
                        Party.Pauses pauses = x.near.pauses("a write to a closed peer to fail");
                        for (; ; ) {
                            x.near.send((byte) 1);
                            pauses.pause();
                        }
                    },
                    "write to a closed peer");
        });
    }

    /**
     * Ends the output and then writes. If red: this is an {@link IOException}, whatever the layer below throws.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t11_writingAfterShutdownOutputIsAnIOException() throws Exception {
        examine(this, x -> {
            x.needs(Ability.HALF_CLOSE);
            x.tested.shutdownOutput();
            assertThrows(
                    IOException.class,
                    () -> x.tested.write(ByteBuffer.allocate(1), x.retry()),
                    "write after shutdownOutput");
        });
    }

    /**
     * The peer sends, and this end reads into a read-only buffer, then into another. If red: the caller's mistake is an
     * unchecked exception; and if a byte is missing, it was taken from below before the buffer was looked at.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t11_readingIntoAReadOnlyBufferIsUncheckedAndLosesNothing() throws Exception {
        examine(this, x -> {
            x.far.send((byte) 1, (byte) 2);
            ByteBuffer readOnly = ByteBuffer.allocate(2).asReadOnlyBuffer();
            Party.Pauses pauses = x.near.pauses("a read into a read-only buffer to fail");
            assertThrows(
                    RuntimeException.class,
                    () -> {
                        while (x.tested.read(readOnly, pauses) == 0) {
                            pauses.pause();
                        }
                    },
                    "read into a read-only buffer");
            assertEquals(0, readOnly.position(), "position of the read-only buffer");
            assertArrayEquals(new byte[] {1, 2}, x.near.receive(2), "what was read after that");
        });
    }

    /**
     * Gives null for each buffer, and then reads and writes as usual. If red: null is a {@link NullPointerException} at
     * once, in whatever state the connection is.
     *
     * @throws Exception if the test fails
     */
    @Test
    @SuppressWarnings("NullAway")
    default void t11_aNullBufferIsUncheckedAndChangesNothing() throws Exception {
        examine(this, x -> {
            assertThrows(NullPointerException.class, () -> x.tested.read(null, x.retry()), "read into null");
            assertThrows(NullPointerException.class, () -> x.tested.write(null, x.retry()), "write of null");
            x.near.send((byte) 1);
            x.far.send((byte) 2);
            assertEquals(1, x.far.receive(1)[0], "what the peer read");
            assertEquals(2, x.near.receive(1)[0], "what was read");
        });
    }
}
