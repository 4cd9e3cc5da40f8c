package dev.handshake.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.ConnectionInfo;
import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChunkingTransportTest {

    private static final Runnable IGNORED = () -> {};

    private final MemoryTransport.Pair pair = MemoryTransport.pair();

    @Test
    void movesOneByteUnlessTold() throws IOException {
        ChunkingTransport chunking = new ChunkingTransport(pair.left());
        assertThat(chunking.write(ByteBuffer.allocate(5), IGNORED)).isEqualTo(1);
    }

    @Test
    void movesAtMostAChunkInEitherDirection() throws IOException {
        ChunkingTransport chunking = new ChunkingTransport(pair.left(), 3);
        ByteBuffer src = ByteBuffer.allocate(5);
        assertThat(chunking.write(src, IGNORED)).isEqualTo(3);
        assertThat(chunking.write(src, IGNORED)).isEqualTo(2);
        pair.right().write(ByteBuffer.allocate(5), IGNORED);
        assertThat(chunking.read(ByteBuffer.allocate(8), IGNORED)).isEqualTo(3);
    }

    @Test
    void restoresTheLimitWhenTheCallFails() {
        ChunkingTransport chunking = new ChunkingTransport(pair.left());
        chunking.close();
        ByteBuffer buffer = ByteBuffer.allocate(8);
        assertThatThrownBy(() -> chunking.read(buffer, IGNORED)).isInstanceOf(IOException.class);
        assertThat(buffer.limit()).isEqualTo(8);
    }

    @Test
    void refusesChunksOfNothing() {
        assertThatThrownBy(() -> new ChunkingTransport(pair.left(), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasTheAddressesOfTheTransportThatItWraps() {
        ConnectionInfo info = new ChunkingTransport(new Addressed(pair.left()));
        assertThat(info.localAddress()).contains(Addressed.LOCAL);
        assertThat(info.remoteAddress()).contains(Addressed.REMOTE);
        assertThat(info.secure()).isTrue();
    }

    @Test
    void hasNoAddressesOverATransportWithoutAny() {
        assertThat(new ChunkingTransport(pair.left()).remoteAddress()).isEmpty();
    }

    private static final class Addressed extends ForwardingTransport {

        static final SocketAddress LOCAL = InetSocketAddress.createUnresolved("here", 1);
        static final SocketAddress REMOTE = InetSocketAddress.createUnresolved("there", 2);

        Addressed(ByteTransport transport) {
            super(transport);
        }

        @Override
        public Optional<SocketAddress> localAddress() {
            return Optional.of(LOCAL);
        }

        @Override
        public Optional<SocketAddress> remoteAddress() {
            return Optional.of(REMOTE);
        }

        @Override
        public boolean secure() {
            return true;
        }
    }
}
