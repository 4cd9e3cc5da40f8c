package dev.handshake.blocking;

import static dev.handshake.blocking.Loopback.NO_RETRY;
import static dev.handshake.blocking.Loopback.await;
import static dev.handshake.blocking.Loopback.failureOf;
import static dev.handshake.blocking.Loopback.start;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.ConnectionInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What holds over sockets and channels alike. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
abstract class ConnectedTransportTest {

    /** More than the system buffers for a connection that nobody reads. */
    private static final int ENDLESS_BYTES = 32 * 1024 * 1024;

    final Loopback loopback = new Loopback();
    BlockingTransport near;
    BlockingTransport far;

    abstract Loopback.Pair<BlockingTransport> pair() throws IOException;

    @BeforeEach
    void connect() throws IOException {
        Loopback.Pair<BlockingTransport> pair = pair();
        near = loopback.opened(pair.near());
        far = loopback.opened(pair.far());
    }

    @AfterEach
    void closeAll() throws IOException {
        loopback.close();
    }

    @Test
    void blocksAndMayDoSoOnAnyThread() {
        assertThat(near.blocks()).isTrue();
        assertThat(near.mayBlock()).isTrue();
    }

    @Test
    void movesBytesBetweenHeapBuffersWithinTheirBounds() throws Exception {
        ByteBuffer src = ByteBuffer.wrap("<hello>".getBytes(US_ASCII), 1, 5).slice();
        assertThat(near.write(src, NO_RETRY)).isEqualTo(5);
        assertThat(src.hasRemaining()).isFalse();

        byte[] array = new byte[10];
        ByteBuffer dst = ByteBuffer.wrap(array, 2, 8).slice();
        dst.limit(6);
        readFully(far, dst, 5);
        assertThat(dst.position()).isEqualTo(5);
        assertThat(array).isEqualTo("\0\0hello\0\0\0".getBytes(US_ASCII));
    }

    @Test
    void movesBytesBetweenDirectBuffers() throws Exception {
        ByteBuffer src =
                ByteBuffer.allocateDirect(5).put("hello".getBytes(US_ASCII)).flip();
        assertThat(near.write(src, NO_RETRY)).isEqualTo(5);
        assertThat(src.hasRemaining()).isFalse();

        ByteBuffer dst = ByteBuffer.allocateDirect(9);
        readFully(far, dst, 5);
        assertThat(dst.flip()).isEqualTo(US_ASCII.encode("hello"));
    }

    @Test
    void writesFromAReadOnlyBuffer() throws Exception {
        ByteBuffer src = US_ASCII.encode("hello").asReadOnlyBuffer();
        assertThat(near.write(src, NO_RETRY)).isEqualTo(5);

        ByteBuffer dst = ByteBuffer.allocate(5);
        readFully(far, dst, 5);
        assertThat(dst.flip()).isEqualTo(US_ASCII.encode("hello"));
    }

    @Test
    void movesAMebibyteEachWayAtOnce() throws Exception {
        FutureTask<Long> nearWrites = start(() -> writeCounted(near, 1 << 20));
        FutureTask<Long> farWrites = start(() -> writeCounted(far, 1 << 20));
        FutureTask<Long> nearReads = start(() -> readCounted(near));
        assertThat(readCounted(far)).isEqualTo(await(nearWrites));
        assertThat(await(nearReads)).isEqualTo(await(farWrites));
    }

    @Test
    void waitsForAByteWhileTheOtherDirectionMoves() throws Exception {
        FutureTask<Integer> reader = start(() -> near.read(ByteBuffer.allocate(8), NO_RETRY));
        near.write(US_ASCII.encode("ping"), NO_RETRY);
        readFully(far, ByteBuffer.allocate(4), 4);
        far.write(US_ASCII.encode("pong"), NO_RETRY);
        assertThat(await(reader)).isBetween(1, 4);
    }

    @Test
    void answersNoughtToABufferWithoutSpaceOrBytes() throws Exception {
        assertThat(near.read(ByteBuffer.allocate(0), NO_RETRY)).isZero();
        assertThat(near.write(ByteBuffer.allocate(0), NO_RETRY)).isZero();
    }

    @Test
    void holdsNothingBackFromFlush() throws Exception {
        near.write(US_ASCII.encode("x"), NO_RETRY);
        assertThat(near.flush(NO_RETRY)).isTrue();
    }

    @Test
    void endsItsOutputAndGoesOnReading() throws Exception {
        near.write(US_ASCII.encode("last"), NO_RETRY);
        near.shutdownOutput();
        near.shutdownOutput();
        ByteBuffer dst = ByteBuffer.allocate(8);
        readFully(far, dst, 4);
        assertThat(far.read(dst, NO_RETRY)).isEqualTo(-1);
        assertThat(far.read(dst, NO_RETRY)).isEqualTo(-1);

        far.write(US_ASCII.encode("answer"), NO_RETRY);
        readFully(near, ByteBuffer.allocate(6), 6);
    }

    @Test
    void failsToWriteAfterItsOutputEnded() throws Exception {
        near.shutdownOutput();
        ByteBuffer src = US_ASCII.encode("late");
        assertThatThrownBy(() -> near.write(src, NO_RETRY)).isInstanceOf(IOException.class);
        assertThat(src.remaining()).isEqualTo(4);
        assertThat(near.flush(NO_RETRY)).isTrue();
    }

    @Test
    void refusesAReadOnlyDestinationAndLosesNothing() throws Exception {
        far.write(US_ASCII.encode("x"), NO_RETRY);
        ByteBuffer readOnly = ByteBuffer.allocate(1).asReadOnlyBuffer();
        assertThatThrownBy(() -> near.read(readOnly, NO_RETRY)).isInstanceOf(IllegalArgumentException.class);
        assertThat(readOnly.position()).isZero();
        assertThat(near.read(ByteBuffer.allocate(1), NO_RETRY)).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("NullAway")
    void refusesNullAndLosesNothing() throws Exception {
        far.write(US_ASCII.encode("x"), NO_RETRY);
        ByteBuffer src = US_ASCII.encode("y");
        assertThatThrownBy(() -> near.read(null, NO_RETRY)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> near.read(ByteBuffer.allocate(1), null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> near.write(null, NO_RETRY)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> near.write(src, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> near.flush(null)).isInstanceOf(NullPointerException.class);
        assertThat(src.remaining()).isEqualTo(1);
        assertThat(near.read(ByteBuffer.allocate(1), NO_RETRY)).isEqualTo(1);
    }

    @RepeatedTest(20)
    void closingFailsAReadThatWaits() throws Exception {
        FutureTask<Integer> reader = start(() -> readUntilFailure(near));
        far.write(US_ASCII.encode("x"), NO_RETRY);
        near.close();
        assertThat(failureOf(reader)).isInstanceOf(ClosedChannelException.class);
    }

    @RepeatedTest(5)
    void closingFailsAWriteThatWaits() throws Exception {
        FutureTask<Long> writer = start(() -> writeCounted(near, ENDLESS_BYTES));
        readFully(far, ByteBuffer.allocate(1), 1);
        near.close();
        assertThat(failureOf(writer)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void failsEveryCallAfterClosing() {
        near.close();
        near.close();
        assertThatThrownBy(() -> near.read(ByteBuffer.allocate(1), NO_RETRY))
                .isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> near.read(ByteBuffer.allocate(0), NO_RETRY))
                .isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> near.write(US_ASCII.encode("x"), NO_RETRY)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> near.flush(NO_RETRY)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(near::shutdownOutput).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void closingEndsTheConnectionForThePeer() throws Exception {
        near.close();
        assertThat(far.read(ByteBuffer.allocate(1), NO_RETRY)).isEqualTo(-1);
    }

    @Test
    void tellsBothAddressesEvenAfterClosing() {
        ConnectionInfo info = ConnectionInfo.of(near);
        near.close();
        far.close();
        assertThat(info.remoteAddress()).isPresent().isEqualTo(far.localAddress());
        assertThat(info.localAddress()).isPresent().isEqualTo(far.remoteAddress());
        assertThat(info.secure()).isFalse();
        assertThat(near.toString())
                .contains(info.localAddress().orElseThrow().toString())
                .contains(info.remoteAddress().orElseThrow().toString());
    }

    static void readFully(BlockingTransport from, ByteBuffer dst, int count) throws IOException {
        int end = dst.position() + count;
        while (dst.position() < end) {
            assertThat(from.read(dst, NO_RETRY)).isPositive();
        }
    }

    private static int readUntilFailure(BlockingTransport from) throws IOException {
        while (from.read(ByteBuffer.allocate(8), NO_RETRY) > 0) {
            // On and on.
        }
        return -1;
    }

    private static long readCounted(BlockingTransport from) throws IOException {
        long total = 0;
        ByteBuffer dst = ByteBuffer.allocate(100_000);
        for (int count = 0; count >= 0; count = from.read(dst.clear(), NO_RETRY)) {
            total += count;
        }
        return total;
    }

    private static long writeCounted(BlockingTransport to, int bytes) throws IOException {
        ByteBuffer src = ByteBuffer.allocate(bytes);
        while (src.hasRemaining()) {
            assertThat(to.write(src, NO_RETRY)).isPositive();
        }
        to.shutdownOutput();
        return bytes;
    }
}
