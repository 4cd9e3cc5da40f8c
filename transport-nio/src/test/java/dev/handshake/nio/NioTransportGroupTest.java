package dev.handshake.nio;

import static dev.handshake.nio.Loopback.anyPort;
import static dev.handshake.nio.Loopback.await;
import static dev.handshake.nio.Loopback.bytes;
import static dev.handshake.nio.Loopback.nothing;
import static dev.handshake.nio.Loopback.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.handshake.ConnectionInfo;
import dev.handshake.Transports;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NioTransportGroupTest {

    private final BlockingQueue<ByteTransport> arrived = new LinkedBlockingQueue<>();
    private TransportGroup group;

    @BeforeEach
    void open() throws IOException {
        group = new NioTransportProvider().open(TransportOptions.defaults());
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
    void connectsWhatItListensFor() throws Exception {
        TransportListener listener = group.listen(anyPort(), arrived::add);
        try (ByteTransport client = await(group.connect(listener.localAddress()));
                ByteTransport server = next()) {
            client.write(bytes("ping"), nothing());
            assertThat(read(server)).isEqualTo("ping");
            server.write(bytes("pong"), nothing());
            assertThat(read(client)).isEqualTo("pong");
            assertThat(ConnectionInfo.of(client).remoteAddress()).contains(listener.localAddress());
            assertThat(ConnectionInfo.of(server).remoteAddress())
                    .isEqualTo(ConnectionInfo.of(client).localAddress());
        }
    }

    @Test
    void handsConnectionsOverOnTheirLoop() throws Exception {
        CompletableFuture<Boolean> mayBlock = new CompletableFuture<>();
        TransportListener listener = group.listen(anyPort(), transport -> mayBlock.complete(transport.mayBlock()));
        await(group.connect(listener.localAddress()));
        assertThat(await(mayBlock)).isFalse();
    }

    @Test
    void spreadsConnectionsOverItsLoops() throws Exception {
        List<Thread> threads = new ArrayList<>();
        TransportOptions options = TransportOptions.defaults().withThreads(2).withThreadFactory(body -> {
            Thread thread = new Thread(body);
            threads.add(thread);
            return thread;
        });
        try (TransportGroup two = new NioTransportProvider().open(options)) {
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
    void keepsConnectionsThatHappenAllAtOnce() throws Exception {
        TransportListener listener = group.listen(anyPort(), arrived::add);
        List<CompletableFuture<ByteTransport>> connects = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            connects.add(group.connect(listener.localAddress()));
        }
        for (CompletableFuture<ByteTransport> connect : connects) {
            await(connect);
            next();
        }
    }

    @Test
    void aRefusedConnectFails() throws Exception {
        SocketAddress nobody;
        try (ServerSocketChannel gone = ServerSocketChannel.open().bind(anyPort())) {
            nobody = gone.getLocalAddress();
        }
        assertThatThrownBy(() -> await(group.connect(nobody))).hasCauseInstanceOf(ConnectException.class);
    }

    @Test
    void refusesAddressesThatItCanNotUseAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> group.connect(InetSocketAddress.createUnresolved("localhost", 80)));
        assertThatIllegalArgumentException().isThrownBy(() -> group.connect(new SocketAddress() {}));
        assertThatIllegalArgumentException().isThrownBy(() -> group.listen(new SocketAddress() {}, arrived::add));
    }

    @Test
    void anAddressInUseIsAnIoException() throws Exception {
        TransportListener listener = group.listen(anyPort(), arrived::add);
        assertThatThrownBy(() -> group.listen(listener.localAddress(), arrived::add))
                .isInstanceOf(BindException.class);
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
    void aConnectCancelledAsItSucceedsClosesItsChannel() throws Exception {
        TransportListener listener = group.listen(anyPort(), arrived::add);
        for (int i = 0; i < 200; i++) {
            CompletableFuture<ByteTransport> connect = group.connect(listener.localAddress());
            if (i % 2 == 0) {
                Thread.yield();
            }
            if (!connect.cancel(true)) {
                await(connect).close();
            }
        }
        // Each one that got through is at its end.
        try (ByteTransport last = await(group.connect(listener.localAddress()))) {
            SocketAddress near = ConnectionInfo.of(last).localAddress().orElseThrow();
            ByteTransport server = next();
            while (!ConnectionInfo.of(server).remoteAddress().orElseThrow().equals(near)) {
                assertThat(read(server)).isEqualTo("end");
                server.close();
                server = next();
            }
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
    void aConnectionWhoseReceiverFailsIsClosed() throws Exception {
        TransportListener listener = group.listen(anyPort(), transport -> {
            throw new AssertionError("a receiver's error, on purpose");
        });
        for (int i = 0; i < 2; i++) {
            try (ByteTransport client = await(group.connect(listener.localAddress()))) {
                assertThat(read(client)).isEqualTo("end");
            }
        }
    }

    @Test
    void aClosedListenerTakesNoMoreAndLeavesTheRestAlone() throws Exception {
        TransportListener listener = group.listen(anyPort(), arrived::add);
        SocketAddress address = listener.localAddress();
        try (ByteTransport client = await(group.connect(address));
                ByteTransport server = next()) {
            listener.close();
            listener.close();
            assertThat(listener.localAddress()).isEqualTo(address);
            Loopback.eventually(() -> isRefused(address));
            client.write(bytes("x"), nothing());
            assertThat(read(server)).isEqualTo("x");
        }
    }

    @Test
    void closingEndsEverythingThatWasMadeHere() throws Exception {
        ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();
        TransportGroup closing = new NioTransportProvider()
                .open(TransportOptions.defaults().withThreads(2).withThreadFactory(body -> {
                    Thread thread = new Thread(body);
                    threads.add(thread);
                    return thread;
                }));
        TransportListener listener = closing.listen(anyPort(), arrived::add);
        ByteTransport neverUsed = await(closing.connect(listener.localAddress()));
        ByteTransport waiting = next();
        Semaphore told = new Semaphore(0);
        waiting.read(ByteBuffer.allocate(1), told::release);

        closing.close();
        closing.close();

        assertThat(threads).hasSize(2).noneMatch(Thread::isAlive);
        await(told);
        assertThatThrownBy(() -> waiting.read(ByteBuffer.allocate(1), nothing()))
                .isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> neverUsed.write(bytes("x"), nothing())).isInstanceOf(ClosedChannelException.class);
        assertThat(isRefused(listener.localAddress())).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> closing.listen(anyPort(), arrived::add));
        assertThatIllegalStateException().isThrownBy(() -> closing.connect(listener.localAddress()));
    }

    @Test
    void canBeClosedOnOneOfItsThreads() throws Exception {
        List<Thread> threads = new ArrayList<>();
        TransportGroup closing = new NioTransportProvider()
                .open(TransportOptions.defaults().withThreads(2).withThreadFactory(body -> {
                    Thread thread = new Thread(body);
                    threads.add(thread);
                    return thread;
                }));
        TransportListener listener = closing.listen(anyPort(), transport -> closing.close());
        try (SocketChannel client = SocketChannel.open(listener.localAddress())) {
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(Loopback.BOUND_SECONDS));
            }
        }
        assertThat(threads).hasSize(2).noneMatch(Thread::isAlive);
    }

    @Test
    void aThousandConnectionsLeaveNoDescriptorBehind() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        assumeThat(descriptors).exists();
        TransportListener listener = group.listen(anyPort(), arrived::add);
        exchange(listener);
        long before = count(descriptors);
        for (int i = 0; i < 1_000; i++) {
            exchange(listener);
        }
        Loopback.eventually(() -> count(descriptors) <= before);
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

    private void exchange(TransportListener listener) throws Exception {
        try (ByteTransport client = await(group.connect(listener.localAddress()));
                ByteTransport server = next()) {
            client.write(bytes("x"), nothing());
            assertThat(read(server)).isEqualTo("x");
        }
    }

    private ByteTransport next() throws InterruptedException {
        ByteTransport transport = arrived.poll(Loopback.BOUND_SECONDS, TimeUnit.SECONDS);
        assertThat(transport).isNotNull();
        return transport;
    }

    private static boolean isRefused(SocketAddress address) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }
}
