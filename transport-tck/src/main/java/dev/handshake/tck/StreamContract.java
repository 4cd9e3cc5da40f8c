package dev.handshake.tck;

import static dev.handshake.tck.Examination.examine;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Rules T8 to T10: the stream of bytes, its end, and what is held back. Extended through {@link ByteTransportContract}. */
public interface StreamContract extends TransportUnderTest {

    /**
     * Writes 200,000 bytes in pieces of many sizes while the peer reads. If red: the message names the
     * first byte that differs; look at what is done with the part of a buffer that was not taken.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t08_bytesWrittenArriveInOrderAndOnce() throws Exception {
        examine(this, x -> {
            byte[] bytes = Examples.bytes(Examples.STREAM_BYTES);
            Task writing = x.start("write", () -> {
                Examples.writeInPieces(x.near, bytes, new Random(8));
                if (x.halfClose()) {
                    x.tested.shutdownOutput(); // pushes out what is held as flush does, which is for T10 to judge
                } else {
                    x.near.flush();
                }
            });
            assertArrayEquals(bytes, x.far.receive(bytes.length), "what the peer read");
            x.await(writing);
        });
    }

    /**
     * The peer writes 200,000 bytes while this end reads. If red: the message names the first byte that
     * differs; look at what is done with bytes that did not fit into {@code dst}.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t08_bytesAreReadInOrderAndOnce() throws Exception {
        examine(this, x -> {
            byte[] bytes = Examples.bytes(Examples.STREAM_BYTES);
            Task writing = x.start("peer writes", () -> {
                Examples.writeInPieces(x.far, bytes, new Random(8));
                x.far.flush();
            });
            assertArrayEquals(bytes, x.near.receive(bytes.length), "what was read");
            x.await(writing);
        });
    }

    /**
     * The peer's bytes run a retry; while it runs, another thread writes a byte, and then the retry writes one. If red: what
     * threads of the transport's own write takes a shorter way than what others write, and overtakes it.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t08_bytesOfTwoThreadsArriveInTheOrderOfTheirCalls() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            ByteBuffer second = ByteBuffer.wrap(new byte[] {2});
            AtomicBoolean once = new AtomicBoolean();
            CompletableFuture<Boolean> inTurn = new CompletableFuture<>();
            Retry retry = x.retry(() -> {
                if (once.getAndSet(true)) {
                    return;
                }
                try {
                    Task first = x.start("first write", () -> x.near.write(ByteBuffer.wrap(new byte[] {1})));
                    if (first.doneWithin(x.patience)) {
                        x.tested.write(second, x.retry());
                    }
                    inTurn.complete(first.done());
                } catch (Throwable t) {
                    inTurn.completeExceptionally(t);
                }
            });
            assertEquals(0, x.tested.read(ByteBuffer.allocate(1), retry), "read while the peer is silent");
            x.far.send((byte) 0);
            Task.outcome(inTurn, x.patience.multipliedBy(2));
            assumeTrue(inTurn.join(), "nobody can write while a retry runs, which T6 is about");
            // There may have been no room for it in the retry.
            x.near.write(second);
            x.near.flush();
            assertArrayEquals(new byte[] {1, 2}, x.far.receive(2), "what the peer read");
        });
    }

    /**
     * Writes without a flush and ends the output at once; the peer reads up to the end. If red: bytes that are held back
     * go out before the end does, even if that takes until the peer reads.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t08_bytesTakenBeforeShutdownOutputArriveBeforeTheEnd() throws Exception {
        examine(this, x -> {
            x.needs(Ability.HALF_CLOSE);
            byte[] bytes = Examples.bytes(40);
            x.near.write(ByteBuffer.wrap(bytes));
            x.tested.shutdownOutput();
            assertArrayEquals(bytes, x.far.receiveAll(), "what the peer read up to the end");
        });
    }

    /**
     * Ends the output, then the peer sends. If red: {@code shutdownOutput} is about one half only.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t08_readingGoesOnAfterShutdownOutput() throws Exception {
        examine(this, x -> {
            x.needs(Ability.HALF_CLOSE);
            x.tested.shutdownOutput();
            assertEquals(0, x.far.receiveAll().length, "bytes before the end");
            x.far.send((byte) 1, (byte) 2);
            assertArrayEquals(new byte[] {1, 2}, x.near.receive(2), "what was read");
        });
    }

    /**
     * The peer sends three bytes and ends; this end reads, and goes on reading. If red: the end is a state, not an event;
     * and it must not overtake bytes.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t09_readReturnsMinusOneAfterTheLastByteAndGoesOnDoingSo() throws Exception {
        examine(this, x -> {
            x.far.send((byte) 1, (byte) 2, (byte) 3);
            x.far.end(x.halfClose());
            assertArrayEquals(new byte[] {1, 2, 3}, x.near.receiveAll(), "what was read up to the end");
            for (int i = 0; i < 3; i++) {
                assertEquals(-1, x.tested.read(ByteBuffer.allocate(1), x.retry()), "read after the end");
            }
        });
    }

    /**
     * The peer ends its half; this end reads the end and then writes. If red: the peer's end is not ours.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t09_writingGoesOnAfterThePeersEnd() throws Exception {
        examine(this, x -> {
            x.needs(Ability.HALF_CLOSE);
            x.peer.shutdownOutput();
            assertEquals(0, x.near.receiveAll().length, "bytes before the end");
            x.near.send((byte) 1, (byte) 2);
            assertArrayEquals(new byte[] {1, 2}, x.far.receive(2), "what the peer read");
        });
    }

    /**
     * Writes a little, flushes until true, and calls nothing more; the peer reads. If red: bytes are left in a buffer of
     * this layer until somebody calls again.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t10_flushedBytesArriveWithoutAnotherCall() throws Exception {
        examine(this, x -> {
            byte[] bytes = Examples.bytes(40);
            x.near.send(bytes);
            assertArrayEquals(bytes, x.far.receive(bytes.length), "what the peer read");
        });
    }

    /**
     * Fills the connection, flushes until true while the peer reads, and counts what the peer gets. If red: {@code flush}
     * answers true although some bytes found no room below.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t10_flushIsTrueOnlyWhenNothingIsHeld() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            x.needs(Ability.BACK_PRESSURE);
            int taken = x.near.fill(x.retry());
            // The first flush finds the connection full. Where that is true already, nothing may be left to do.
            boolean flushed = x.tested.flush(x.retry());
            Task reading = x.start("peer reads", () -> x.far.discard(taken));
            if (!flushed) {
                x.near.flush();
            }
            x.await(reading);
        });
    }

    /**
     * Fills the connection until no more room comes up for 200 ms; if bytes are held back, the peer closes without having
     * read, and the flush must throw. Skipped where nothing is held back. If red: a failure below was swallowed.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t10_flushThrowsWhenAByteCouldNotBePassedOn() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            x.needs(Ability.BACK_PRESSURE);
            Retry retry = x.retry();
            x.near.fill(retry);
            assumeFalse(x.tested.flush(retry), "the transport holds nothing back");
            while (retry.await(settled())) {
                // The lack of room was a passing one: another thread had not come round to what was taken.
                x.near.fill(retry);
            }
            assumeFalse(x.tested.flush(retry), "the transport holds nothing back");
            x.peer.close();
            assertThrows(IOException.class, x.near::flush, "flush of bytes that nobody will read");
        });
    }

    /** No room for so long is a lack of it, and not a thread that is late. */
    private static Duration settled() {
        return Duration.ofMillis(200);
    }
}
