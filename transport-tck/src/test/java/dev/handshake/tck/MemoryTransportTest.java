package dev.handshake.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What MemoryTransport promises beyond the contract. */
class MemoryTransportTest {

    private static final Runnable IGNORED = () -> {};

    private final MemoryTransport.Pair pair = MemoryTransport.pair(10);
    private final MemoryTransport left = pair.left();
    private final MemoryTransport right = pair.right();

    @Test
    void refusesAPairWithoutCapacity() {
        assertThatThrownBy(() -> MemoryTransport.pair(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacityBytes must be at least 1, not 0");
    }

    @Test
    void holdsExactlyItsCapacity() throws IOException {
        assertThat(left.write(ByteBuffer.allocate(7), IGNORED)).isEqualTo(7);
        assertThat(left.write(ByteBuffer.allocate(7), IGNORED)).isEqualTo(3);
        assertThat(left.write(ByteBuffer.allocate(7), IGNORED)).isZero();
    }

    @Test
    void keepsBytesInOrderAcrossTheEndOfItsRing() throws IOException {
        List<Integer> read = new ArrayList<>();
        for (int i = 0; i < 60; i += 6) {
            byte[] six = {(byte) i, (byte) (i + 1), (byte) (i + 2), (byte) (i + 3), (byte) (i + 4), (byte) (i + 5)};
            left.write(ByteBuffer.wrap(six), IGNORED);
            readInto(read, i == 0 ? 2 : 6);
        }
        readInto(read, 4);
        assertThat(read).hasSize(60).isSorted();
    }

    @Test
    void aClosedEndLeavesItsBytesToThePeer() throws IOException {
        left.write(ByteBuffer.wrap(new byte[] {1, 2}), IGNORED);
        left.close();
        ByteBuffer dst = ByteBuffer.allocate(4);
        assertThat(right.read(dst, IGNORED)).isEqualTo(2);
        assertThat(right.read(dst, IGNORED)).isEqualTo(-1);
    }

    @Test
    void writingToAClosedPeerIsABrokenPipe() {
        left.close();
        assertThatThrownBy(() -> right.write(ByteBuffer.allocate(1), IGNORED))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ClosedChannelException.class)
                .hasMessageContaining("broken pipe");
    }

    @Test
    void runsARetryOnceForEachTimeItWasKept() throws IOException {
        List<String> runs = new ArrayList<>();
        right.read(ByteBuffer.allocate(1), () -> runs.add("bytes"));
        left.write(ByteBuffer.allocate(1), IGNORED);
        left.write(ByteBuffer.allocate(1), IGNORED);
        right.close();
        assertThat(runs).containsExactly("bytes");
    }

    @Test
    void aRetryThatThrowsDoesNotKeepCloseFromRunningTheOthers() throws IOException {
        List<String> runs = new ArrayList<>();
        left.read(ByteBuffer.allocate(1), () -> runs.add("read"));
        left.write(ByteBuffer.allocate(10), IGNORED);
        left.write(ByteBuffer.allocate(1), () -> {
            throw new IllegalStateException("from a retry");
        });
        assertThatThrownBy(left::close).hasMessage("from a retry");
        assertThat(runs).containsExactly("read");
    }

    @Test
    void refusesANullRetryInAnyState() {
        assertThatThrownBy(() -> left.read(ByteBuffer.allocate(1), null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> left.write(ByteBuffer.allocate(1), null)).isInstanceOf(NullPointerException.class);
    }

    private void readInto(List<Integer> read, int bytes) throws IOException {
        ByteBuffer dst = ByteBuffer.allocate(bytes);
        right.read(dst, IGNORED);
        assertThat(dst.hasRemaining()).isFalse();
        for (byte b : dst.array()) {
            read.add((int) b);
        }
    }
}
