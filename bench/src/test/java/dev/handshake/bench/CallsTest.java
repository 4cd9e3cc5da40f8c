package dev.handshake.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.handshake.ServerHandshaker;
import dev.handshake.Transports;
import dev.handshake.bench.memory.Sample;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import dev.handshake.spi.TransportProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often accepting one handshake calls its transport: an answer is one write, and nobody reads on for nothing. */
@Timeout(30)
class CallsTest {

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking", "netty-nio", "netty-epoll", "netty-io-uring"})
    void acceptsWithOneWriteAndAtMostTwoReads(String name) throws Exception {
        TransportProvider provider = Transports.named(name);
        assumeThat(provider.unavailable()).isEmpty();
        CompletableFuture<Counting> accepted = new CompletableFuture<>();
        try (TransportGroup group = provider.open(TransportOptions.defaults())) {
            TransportListener listener = group.listen(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    transport -> accept(new Counting(transport), accepted));
            int port = ((InetSocketAddress) listener.localAddress()).getPort();
            try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), port)) {
                peer.getOutputStream().write(Sample.BROWSER.octets());
                assertThat(peer.getInputStream().read(new byte[1024])).isPositive();
                Counting counted = accepted.get(10, TimeUnit.SECONDS);
                assertThat(counted.writes).hasValue(1);
                // Once more if the request was not there yet.
                assertThat(counted.reads).hasValueBetween(1, 2);
                assertThat(counted.flushes).hasValueBetween(1, 2);
            }
        }
    }

    private static void accept(Counting transport, CompletableFuture<Counting> accepted) {
        ServerHandshaker handshaker = ServerHandshaker.create();
        if (!transport.blocks()) {
            handshaker.acceptAsync(transport).whenComplete((open, failure) -> tell(transport, failure, accepted));
            return;
        }
        try {
            handshaker.accept(transport);
            tell(transport, null, accepted);
        } catch (IOException e) {
            tell(transport, e, accepted);
        }
    }

    private static void tell(Counting transport, @Nullable Throwable failure, CompletableFuture<Counting> accepted) {
        if (failure == null) {
            accepted.complete(transport);
        } else {
            accepted.completeExceptionally(failure);
        }
    }

    /** A transport whose calls are counted. */
    private static final class Counting implements ByteTransport {

        final AtomicInteger reads = new AtomicInteger();
        final AtomicInteger writes = new AtomicInteger();
        final AtomicInteger flushes = new AtomicInteger();
        private final ByteTransport below;

        Counting(ByteTransport below) {
            this.below = below;
        }

        @Override
        public int read(ByteBuffer dst, Runnable retry) throws IOException {
            reads.incrementAndGet();
            return below.read(dst, retry);
        }

        @Override
        public int write(ByteBuffer src, Runnable retry) throws IOException {
            writes.incrementAndGet();
            return below.write(src, retry);
        }

        @Override
        public boolean flush(Runnable retry) throws IOException {
            flushes.incrementAndGet();
            return below.flush(retry);
        }

        @Override
        public boolean blocks() {
            return below.blocks();
        }

        @Override
        public boolean mayBlock() {
            return below.mayBlock();
        }

        @Override
        public void close() {
            below.close();
        }
    }
}
