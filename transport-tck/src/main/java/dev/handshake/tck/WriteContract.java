package dev.handshake.tck;

import static dev.handshake.tck.Examination.examine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Rule T2: what {@code write} answers. Extended through {@link ByteTransportContract}. */
public interface WriteContract extends TransportUnderTest {

    /**
     * Writes single bytes on a fresh connection. If red: 0 is for a lack of room only, so a layer must not ask for more
     * bytes than it was given.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t02_writeTakesAtLeastOneByteWhenThereIsRoom() throws Exception {
        examine(this, x -> {
            for (int i = 1; i <= 3; i++) {
                ByteBuffer src = ByteBuffer.allocate(1);
                Party.Pauses pauses = x.near.pauses("byte " + i + " of 3 to be taken");
                int n = x.tested.write(src, pauses);
                while (n == 0 && src.hasRemaining()) {
                    pauses.pause();
                    n = x.tested.write(src, pauses);
                }
                assertEquals(1, n, "write of one byte");
            }
        });
    }

    /**
     * Writes while the peer reads nothing, until no byte is taken. If red: a lack of room is 0, never a negative number,
     * and moves nothing.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t02_writeAnswersZeroWhileThereIsNoRoom() throws Exception {
        examine(this, x -> {
            x.needs(Ability.BACK_PRESSURE);
            x.needsRetries();
            x.near.fill(x.retry());
            for (int i = 0; i < 3; i++) {
                ByteBuffer src = ByteBuffer.allocate(16);
                int n = x.tested.write(src, x.retry());
                assertTrue(n >= 0, "write without room returned " + n);
                assertTrue(n > 0 || src.position() == 0, "write returned 0 and moved " + src.position() + " bytes");
            }
        });
    }

    /**
     * Fills the connection, lets the peer read it all, and writes again. If red: look at who notices that room came back.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t02_writeTakesBytesAgainOnceThePeerHasRead() throws Exception {
        examine(this, x -> {
            x.needs(Ability.BACK_PRESSURE);
            x.needsRetries();
            int taken = x.near.fill(x.retry());
            Task reading = x.start("peer reads", x.far::discardAll);
            x.near.write(ByteBuffer.allocate(taken));
            x.peer.close();
            x.await(reading);
        });
    }

    /**
     * Writes an empty buffer. If red: it is neither a failure nor a reason to wait.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t02_writeOfNoBytesAnswersZero() throws Exception {
        examine(this, x -> {
            assertEquals(0, x.tested.write(ByteBuffer.allocate(0), x.retry()), "write of no bytes");
            x.near.send((byte) 7);
            assertEquals(7, x.far.receive(1)[0], "the byte written after that");
        });
    }
}
