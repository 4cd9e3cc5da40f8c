package dev.handshake.nio;

import static dev.handshake.nio.Loopback.anyPort;
import static dev.handshake.nio.Loopback.await;
import static dev.handshake.nio.Loopback.bytes;
import static dev.handshake.nio.Loopback.nothing;
import static dev.handshake.nio.Loopback.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.handshake.Transports;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import dev.handshake.tck.TransportGroupContract;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NioTransportGroupTest implements TransportGroupContract {

    private final BlockingQueue<ByteTransport> arrived = new LinkedBlockingQueue<>();
    private TransportGroup group;

    @Override
    public TransportGroup open(TransportOptions options) throws IOException {
        return new NioTransportProvider().open(options);
    }

    @BeforeEach
    void open() throws IOException {
        group = open(TransportOptions.defaults());
    }

    @AfterEach
    void close() {
        group.close();
    }

    @Test
    void isFoundByItsName() {
        assertThat(Transports.named("nio")).isInstanceOf(NioTransportProvider.class);
        assertThat(Transports.named("nio").rank()).isEqualTo(10);
        assertThat(Transports.named("nio").unavailable()).isEmpty();
    }

    @Test
    void spreadsConnectionsOverItsLoops() throws Exception {
        List<Thread> threads = new ArrayList<>();
        TransportOptions options = TransportOptions.defaults().withThreads(2).withThreadFactory(body -> {
            Thread thread = new Thread(body);
            threads.add(thread);
            return thread;
        });
        try (TransportGroup two = open(options)) {
            BlockingQueue<Thread> seen = new LinkedBlockingQueue<>();
            TransportListener listener = two.listen(anyPort(), transport -> {
                assertThat(transport.mayBlock()).isFalse();
                seen.add(Thread.currentThread());
            });
            Set<Thread> used = new HashSet<>();
            for (int i = 0; i < 8; i++) {
                try (SocketChannel client = SocketChannel.open(listener.localAddress())) {
                    used.add(seen.poll(Loopback.BOUND_SECONDS, TimeUnit.SECONDS));
                }
            }
            assertThat(used).containsExactlyInAnyOrderElementsOf(threads);
        }
        assertThat(threads).noneMatch(Thread::isAlive);
    }

    @Test
    void aConnectCancelledBeforeItBeganClosesItsChannel() throws Exception {
        try (NioLoop loop = NioLoop.open();
                SocketChannel channel = SocketChannel.open()) {
            channel.configureBlocking(false);
            NioConnect connect = new NioConnect(channel, anyPort(), loop, true);
            connect.future().cancel(true);
            assertThat(channel.isOpen()).isFalse();
            connect.begin();
            assertThat(connect.future()).isCancelled();
        }
    }

    @Test
    void aConnectCancelledUnderwayClosesItsChannel() throws Exception {
        try (NioLoop loop = NioLoop.open();
                ServerSocketChannel server = ServerSocketChannel.open().bind(anyPort());
                SocketChannel channel = SocketChannel.open()) {
            channel.configureBlocking(false);
            NioConnect connect = new NioConnect(channel, server.getLocalAddress(), loop, true);
            loop.execute(connect::begin);
            loop.runOnce(Duration.ZERO);
            connect.future().cancel(true);
            assertThat(channel.isOpen()).isFalse();
            loop.runOnce(Duration.ZERO);
            assertThat(channel.isRegistered()).isFalse();
        }
    }

    @Test
    void closingFailsConnectsUnderway() throws Exception {
        NioLoop loop = NioLoop.open();
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(anyPort())) {
            NioConnect connect = new NioConnect(channel, server.getLocalAddress(), loop, true);
            loop.execute(connect::begin);
            loop.runOnce(Duration.ZERO);
            loop.close();
            assertThatThrownBy(() -> await(connect.future()))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ClosedChannelException.class);
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Test
    void worksOverUnixDomainSockets(@TempDir Path directory) throws Exception {
        TransportListener listener;
        try {
            listener = group.listen(UnixDomainSocketAddress.of(directory.resolve("socket")), arrived::add);
        } catch (IOException notHere) {
            assumeThat(notHere).isNull();
            return;
        }
        try (ByteTransport client = await(group.connect(listener.localAddress()));
                ByteTransport server = next()) {
            client.write(bytes("a"), nothing());
            assertThat(read(server)).isEqualTo("a");
            client.write(bytes("b"), nothing());
            assertThat(read(server)).isEqualTo("b");
        }
    }

    private ByteTransport next() throws InterruptedException {
        ByteTransport transport = arrived.poll(Loopback.BOUND_SECONDS, TimeUnit.SECONDS);
        assertThat(transport).isNotNull();
        return transport;
    }
}
