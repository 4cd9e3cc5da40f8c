package dev.handshake.blocking;

import static dev.handshake.blocking.Loopback.NO_RETRY;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

class ChannelTransportTest extends ConnectedTransportTest {

    @Override
    Loopback.Pair<BlockingTransport> pair() throws IOException {
        Loopback.Pair<SocketChannel> channels = loopback.channels();
        return new Loopback.Pair<>(BlockingTransport.of(channels.near()), BlockingTransport.of(channels.far()));
    }

    @Test
    void closesTheChannelItWasGiven() throws IOException {
        SocketChannel channel = loopback.channels().near();
        BlockingTransport.of(channel).close();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void offersTheChannelABoundedPartOfAHugeHeapBuffer() throws Exception {
        ByteBuffer src = ByteBuffer.allocate(4 * ChannelTransport.HEAP_BYTES);
        src.position(3);
        int taken = near.write(src, NO_RETRY);
        assertThat(taken).isBetween(1, ChannelTransport.HEAP_BYTES);
        assertThat(src.position()).isEqualTo(3 + taken);
        assertThat(src.limit()).isEqualTo(src.capacity());

        ByteBuffer dst = ByteBuffer.allocate(4 * ChannelTransport.HEAP_BYTES);
        int got = far.read(dst, NO_RETRY);
        assertThat(got).isBetween(1, taken);
        assertThat(dst.position()).isEqualTo(got);
        assertThat(dst.limit()).isEqualTo(dst.capacity());
    }

    @Test
    void refusesAChannelInNonBlockingMode() throws IOException {
        SocketChannel channel = loopback.channels().near();
        channel.configureBlocking(false);
        assertThatThrownBy(() -> BlockingTransport.of(channel))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("non-blocking");
    }

    @Test
    void refusesAChannelThatIsNotConnected() throws IOException {
        SocketChannel unconnected = loopback.opened(SocketChannel.open());
        assertThatThrownBy(() -> BlockingTransport.of(unconnected)).isInstanceOf(IllegalArgumentException.class);
        SocketChannel closed = loopback.channels().near();
        closed.close();
        assertThatThrownBy(() -> BlockingTransport.of(closed)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysSoWhenTheChannelWasMadeNonBlockingLater() throws IOException {
        Loopback.Pair<SocketChannel> channels = loopback.channels();
        BlockingTransport transport = BlockingTransport.of(channels.near());
        channels.near().configureBlocking(false);
        assertThatThrownBy(() -> transport.read(ByteBuffer.allocate(1), NO_RETRY))
                .isInstanceOf(IllegalBlockingModeException.class);
        channels.near().configureBlocking(true);
        channels.far().write(US_ASCII.encode("x"));
        assertThat(transport.read(ByteBuffer.allocate(1), NO_RETRY)).isEqualTo(1);
    }
}
