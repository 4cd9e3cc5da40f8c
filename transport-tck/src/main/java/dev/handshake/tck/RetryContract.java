package dev.handshake.tck;

import static dev.handshake.tck.Examination.examine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/**
 * Rules T4 and T5: when a kept retry is run, and which. Here alone a test trusts the retry and does not look again by
 * itself. All are skipped for a transport that blocks. Extended through {@link ByteTransportContract}.
 */
public interface RetryContract extends TransportUnderTest {

    /**
     * Reads in vain, then the peer sends, three times over. If red: look for the gap between finding nothing and keeping
     * the retry, and for interest that is asked for only once.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t04_bytesRunTheRetryOfRead() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            for (byte i = 1; i <= 3; i++) {
                ByteBuffer dst = ByteBuffer.allocate(1);
                Retry retry = x.retry();
                assertEquals(0, x.tested.read(dst, retry), "read while the peer is silent");
                x.far.send(i);
                while (dst.hasRemaining()) {
                    x.await(retry, "the peer had sent a byte");
                    x.tested.read(dst, retry);
                }
                assertEquals(i, dst.get(0), "the byte");
            }
        });
    }

    /**
     * Reads in vain, then the peer ends its half (or closes, where there is no half-close). If red: the end is a cause
     * for a retry just as bytes are.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t04_theEndRunsTheRetryOfRead() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            Retry retry = x.retry();
            assertEquals(0, x.tested.read(ByteBuffer.allocate(1), retry), "read while the peer is silent");
            x.far.end(x.halfClose());
            do {
                x.await(retry, "the peer had ended its half");
            } while (x.tested.read(ByteBuffer.allocate(1), retry) == 0);
        });
    }

    /**
     * Fills the connection and writes as much again while the peer reads, going by the retry alone. If red: look for the
     * gap between finding no room and keeping the retry.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t04_roomRunsTheRetryOfWrite() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            x.needs(Ability.BACK_PRESSURE);
            Retry retry = x.retry();
            ByteBuffer src = ByteBuffer.allocate(x.near.fill(retry));
            Task reading = x.start("peer reads", x.far::discardAll);
            while (src.hasRemaining()) {
                x.await(retry, "the peer was reading");
                while (src.hasRemaining() && x.tested.write(src, retry) > 0) {
                    // as much as there is room for
                }
            }
            x.peer.close();
            x.await(reading);
        });
    }

    /**
     * Fills the connection, then the peer closes without having read. If red: the failure of a connection is a cause for
     * a retry, since the next write says what is wrong.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t04_thePeersCloseRunsTheRetryOfWrite() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            x.needs(Ability.BACK_PRESSURE);
            Retry retry = x.retry();
            x.near.fill(retry);
            x.peer.close();
            boolean failed = false;
            while (!failed) {
                x.await(retry, "the peer had closed");
                try {
                    x.near.fill(retry);
                } catch (IOException | RuntimeException e) {
                    failed = true; // which of them is the matter of T11
                }
            }
        });
    }

    /**
     * Fills the connection and flushes; if that answers false, the peer reads. Skipped where nothing is held back. If red:
     * look at who pushes on when room comes back, and whether it runs the retry when it has done so.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t04_roomRunsTheRetryOfFlush() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            x.needs(Ability.BACK_PRESSURE);
            x.near.fill(x.retry());
            Retry retry = x.retry();
            assumeFalse(x.tested.flush(retry), "the transport holds nothing back");
            Task reading = x.start("peer reads", x.far::discardAll);
            do {
                x.await(retry, "the peer was reading");
            } while (!x.tested.flush(retry));
            x.peer.close();
            x.await(reading);
        });
    }

    /**
     * Reads twice in vain, with two retries, then the peer sends. If the second is not run, a retry is kept only where
     * there was none; if the first is run, too, they are collected. There is one place, and the later call has it.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t05_aLaterReadReplacesTheRetry() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            Retry first = x.retry();
            Retry second = x.retry();
            assertEquals(0, x.tested.read(ByteBuffer.allocate(1), first), "read while the peer is silent");
            assertEquals(0, x.tested.read(ByteBuffer.allocate(1), second), "read while the peer is silent");
            int before = first.count();
            x.far.send((byte) 1);
            x.await(second, "the peer had sent a byte, and it was the later one");
            assertEquals(before, first.count(), "runs of the retry that was replaced");
        });
    }

    /**
     * Fills the connection, writes once more with another retry, then the peer reads. If red: a later call's retry must take
     * the place of the earlier one's, for writes as for reads.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t05_aLaterWriteReplacesTheRetry() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            x.needs(Ability.BACK_PRESSURE);
            Retry first = x.retry();
            Retry second = x.retry();
            x.near.fill(first);
            ByteBuffer one = ByteBuffer.allocate(1);
            while (x.tested.write(one, second) > 0) {
                one.clear();
            }
            int before = first.count();
            Task reading = x.start("peer reads", x.far::discardAll);
            second.await(patience()); // whether it is run at all is what T4 asks
            assertEquals(before, first.count(), "runs of the retry that was replaced");
            x.peer.close();
            x.await(reading);
        });
    }

    /**
     * Fills the connection and flushes with another retry; if that answers false, the peer reads. Skipped where nothing is
     * held back. If red: {@code flush} must put its retry where {@code write} puts its own.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t05_flushReplacesTheRetryOfWrite() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            x.needs(Ability.BACK_PRESSURE);
            Retry first = x.retry();
            Retry second = x.retry();
            x.near.fill(first);
            assumeFalse(x.tested.flush(second), "the transport holds nothing back");
            int before = first.count();
            Task reading = x.start("peer reads", x.far::discardAll);
            x.await(second, "the peer was reading, and it was the later one");
            assertEquals(before, first.count(), "runs of the retry that was replaced");
            x.peer.close();
            x.await(reading);
        });
    }

    /**
     * Keeps a retry of each direction, then the peer sends. If red: the two directions share one place, so that one of
     * them loses its retry.
     *
     * @throws Exception if the test fails
     */
    @Test
    default void t05_eachDirectionKeepsARetryOfItsOwn() throws Exception {
        examine(this, x -> {
            x.needsRetries();
            x.needs(Ability.BACK_PRESSURE);
            Retry reading = x.retry();
            assertEquals(0, x.tested.read(ByteBuffer.allocate(1), reading), "read while the peer is silent");
            x.near.fill(x.retry());
            x.far.send((byte) 1);
            x.await(reading, "the peer had sent a byte; a write was kept after the read");
            assertEquals(1, x.near.receive(1)[0], "the byte");
        });
    }
}
