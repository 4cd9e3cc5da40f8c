package dev.handshake.tck;

import static dev.handshake.tck.Examination.examine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Rules T6 and T12 to T14: locks, threads and waiting. Extended through {@link ByteTransportContract}. */
public interface ThreadContract extends TransportUnderTest {

    /**
     * The peer's bytes run a retry, which waits for another thread that reads, writes and flushes this end. If red: the
     * retry is run under a lock; take it out under the lock, and run it outside.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t06_anotherThreadMayReadAndWriteWhileARetryRuns() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            Retries.whileOneRuns(x, "read, write and flush", () -> {
                x.tested.read(ByteBuffer.allocate(1), x.retry());
                x.tested.write(ByteBuffer.allocate(1), x.retry());
                x.tested.flush(x.retry());
            });
        });
    }

    /**
     * The peer's bytes run a retry, which waits for another thread that closes this end. If red: the retry is run under a
     * lock that {@code close} needs.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t06_anotherThreadMayCloseWhileARetryRuns() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            Retries.whileOneRuns(x, "close", x.tested::close);
        });
    }

    /**
     * Reads on one thread, and once that waits, writes on another; the peer answers each byte. If red: one lock covers
     * both directions while a call waits.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t12_bothDirectionsMayBeUsedAtOnce() throws Exception {
        examine(this, x -> {
            int rounds = 100;
            Task reading = x.start("read", () -> x.near.receive(rounds));
            Task echo = x.start("peer answers", () -> {
                for (int i = 0; i < rounds; i++) {
                    x.far.send(x.far.receive(1));
                }
            });
            x.awaitParked(reading);
            Task writing = x.start("write", () -> {
                for (int i = 0; i < rounds; i++) {
                    x.near.send((byte) i);
                }
            });
            x.await(writing, echo, reading);
        });
    }

    /**
     * Sets a plain variable, reads in vain, and looks at the variable in the retry. If red: the retry went from thread to
     * thread without a lock, a volatile or a queue between them.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t12_whatWasDoneBeforeTheCallIsSeenByTheRetry() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            int[] plain = new int[1];
            for (int i = 1; i <= 100; i++) {
                int round = i;
                CompletableFuture<Integer> seen = new CompletableFuture<>();
                plain[0] = round;
                int n = x.tested.read(ByteBuffer.allocate(1), () -> seen.complete(plain[0]));
                assertEquals(0, n, "read while the peer is silent");
                x.far.send((byte) 1);
                x.near.receive(1);
                if (seen.isDone()) {
                    assertEquals(round, seen.join(), "the variable as the retry saw it");
                }
            }
        });
    }

    /**
     * Asks whether it blocks: before, after use, and after it was closed. If red: callers decide once how they wait.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t13_whetherItBlocksNeverChanges() throws Exception {
        examine(this, x -> {
            boolean blocks = x.tested.blocks();
            x.far.send((byte) 1);
            x.near.receive(1);
            assertEquals(blocks, x.tested.blocks(), "blocks() after a read");
            x.tested.close();
            assertEquals(blocks, x.tested.blocks(), "blocks() after close");
        });
    }

    /**
     * Reads while the peer is silent, and lets it send once the reader waits. Skipped for a transport that does not block.
     * If red: it must wait, not answer 0.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t13_aBlockingReadWaitsForBytes() throws Exception {
        examine(this, x -> {
            assumeTrue(x.tested.blocks(), "the transport does not block");
            Task reading = x.start(
                    "read", () -> assertEquals(1, x.tested.read(ByteBuffer.allocate(1), x.retry()), "bytes read"));
            x.awaitParked(reading);
            x.far.send((byte) 1);
            x.await(reading);
        });
    }

    /**
     * Writes much, and lets the peer read once the writer waits. Skipped for a transport that does not block. If red: it
     * must wait, not answer 0.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t13_aBlockingWriteWaitsForRoom() throws Exception {
        examine(this, x -> {
            assumeTrue(x.tested.blocks(), "the transport does not block");
            ByteBuffer src = ByteBuffer.allocate(Examples.STREAM_BYTES);
            Task writing = x.start("write", () -> {
                while (src.hasRemaining()) {
                    assertNotEquals(0, x.tested.write(src, x.retry()), "bytes written");
                }
                assertTrue(x.tested.flush(x.retry()), "flush");
            });
            x.awaitParked(writing);
            x.far.receive(Examples.STREAM_BYTES);
            x.await(writing);
        });
    }

    /**
     * Reads while the peer is silent, and writes until there is no room; then flushes and ends the output. Skipped for a
     * transport that blocks. If red: the call that the message names waited for the peer.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t13_whatDoesNotBlockNeverWaits() throws Exception {
        examine(this, x -> {
            assumeFalse(x.tested.blocks(), "the transport blocks");
            x.await(x.start("read", () -> x.tested.read(ByteBuffer.allocate(1), x.retry())));
            x.needs(Ability.BACK_PRESSURE);
            x.await(x.start("write", () -> x.near.fill(x.retry())));
            x.await(x.start("flush", () -> x.tested.flush(x.retry())));
            x.await(x.start("shutdownOutput", x.tested::shutdownOutput));
        });
    }

    /**
     * Reads in vain on a thread that the transport runs a retry on, and waits there until the peer's close runs the next
     * retry. Only done where {@code mayBlock} is true on that thread. If red: the thread is needed to run the retry, so
     * {@code mayBlock} must be false there.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t14_waitingWorksOnAThreadThatMayBlock() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            Retries.waitInOne(x);
        });
    }

    /**
     * Asks on a thread of the caller's own. If red: nobody could ever wait for this transport.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t14_aThreadOfTheCallersOwnMayBlock() throws Exception {
        examine(this, x -> assertTrue(x.tested.mayBlock(), "mayBlock on a thread that the transport does not know"));
    }
}
