package dev.handshake.tck;

import static dev.handshake.tck.Examination.examine;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule T7: what {@code close} does. Extended through {@link ByteTransportContract}. */
public interface CloseContract extends TransportUnderTest {

    /**
     * Closes three times, and then from four threads at once. If red: the first call decides, the others find nothing to
     * do.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t07_closeIsIdempotentAndFromAnyThread() throws Exception {
        examine(this, x -> {
            List<Task> closing = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                closing.add(x.start("close " + i, x.tested::close));
            }
            x.await(closing.toArray(Task[]::new));
            x.tested.close();
            x.tested.close();
        });
    }

    /**
     * Closes and then reads and writes. If red: the exception is exactly that of a closed channel (or a subclass), not an
     * end, not 0, and not what the layer below says.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t07_callsAfterCloseThrowClosedChannelException() throws Exception {
        examine(this, x -> {
            x.far.send((byte) 1);
            x.tested.close();
            for (int i = 0; i < 2; i++) {
                assertThrows(
                        ClosedChannelException.class,
                        () -> x.tested.read(ByteBuffer.allocate(1), x.retry()),
                        "read after close");
                assertThrows(
                        ClosedChannelException.class,
                        () -> x.tested.write(ByteBuffer.allocate(1), x.retry()),
                        "write after close");
            }
        });
    }

    /**
     * Reads in vain and closes. If red: whoever waits for the retry would wait for ever.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t07_closeRunsTheRetryOfRead() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            Retry retry = x.retry();
            x.tested.read(ByteBuffer.allocate(1), retry);
            x.tested.close();
            x.await(retry, "this end was closed");
        });
    }

    /**
     * Fills the connection and closes. If red: whoever waits for the retry would wait for ever.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t07_closeRunsTheRetryOfWrite() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            x.needs(Ability.BACK_PRESSURE);
            Retry retry = x.retry();
            x.near.fill(retry);
            x.tested.close();
            x.await(retry, "this end was closed");
        });
    }

    /**
     * Fills the connection and closes, while the peer reads nothing. If red: {@code close} flushes, lingers, or waits for
     * the peer's farewell.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t07_closeWaitsForNobody() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            x.needs(Ability.BACK_PRESSURE);
            x.near.fill(x.retry());
            x.await(x.start("close", x.tested::close));
        });
    }

    /**
     * Closes from another thread while one waits in {@code read}. Skipped for a transport that does not block. If red:
     * the thread must be got out of the call; a flag alone does not wake it.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t07_closeMakesABlockedReadFail() throws Exception {
        examine(this, x -> {
            assumeTrue(x.tested.blocks(), "the transport does not block");
            Task reading = x.start("read", () -> x.near.receive(1));
            x.awaitParked(reading);
            x.tested.close();
            x.failsByIo(() -> x.await(reading), "the read that waited when close was called");
        });
    }

    /**
     * Closes from another thread while one writes and the peer reads nothing. Skipped for a transport that does not block.
     * If red: the thread must be got out of the call; and {@code close} must not wait for what it holds.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t07_closeMakesABlockedWriteFail() throws Exception {
        examine(this, x -> {
            assumeTrue(x.tested.blocks(), "the transport does not block");
            x.needs(Ability.BACK_PRESSURE);
            Task writing = x.start("write", () -> {
                for (; ; ) {
                    x.near.write(ByteBuffer.allocate(1 << 14));
                }
            });
            x.awaitParked(writing);
            x.tested.close();
            x.failsByIo(() -> x.await(writing), "the write that waited when close was called");
        });
    }

    /**
     * Closes while the peer waits for bytes. If red: the peer must be told, by an end or by a failure.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t07_closeEndsTheStreamOfThePeer() throws Exception {
        examine(this, x -> {
            Task reading = x.start("peer reads", x.far::discardAll);
            x.awaitParked(reading);
            x.tested.close();
            x.await(reading);
        });
    }
}
