package dev.handshake.netty;

import static dev.handshake.netty.Loopback.anyPort;
import static dev.handshake.netty.Loopback.await;
import static dev.handshake.netty.Loopback.bytes;
import static dev.handshake.netty.Loopback.nothing;
import static dev.handshake.netty.Loopback.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.handshake.ClientHandshaker;
import dev.handshake.ConnectionInfo;
import dev.handshake.Established;
import dev.handshake.ServerHandshaker;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import dev.handshake.tck.FailingTransport;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for the groups of each kind. */
@Timeout(60)
@ExtendWith(Leaks.None.class)
abstract class NettyTransportGroupTest {

    private final NettyKind kind;
    private final BlockingQueue<ByteTransport> arrived = new LinkedBlockingQueue<>();
    private TransportGroup group;

    NettyTransportGroupTest(NettyKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        assumeThat(kind.unavailable()).isEmpty();
        group = open(TransportOptions.defaults());
    }

    @AfterEach
    void close() {
        if (group != null) {
            group.close();
        }
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
        List<Thread> threads = new CopyOnWriteArrayList<>();
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
    void aConnectionWhoseReceiverFailsIsClosed() throws Exception {
        TransportListener listener = group.listen(anyPort(), transport -> {
            throw new AssertionError("a receiver's error, on purpose");
        });
        for (int i = 0; i < 2; i++) {
            // A plain socket: a channel of ours may be closed again before it is handed over.
            try (Socket client = new Socket()) {
                client.connect(listener.localAddress());
                assertThat(client.getInputStream().read()).isEqualTo(-1);
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
        TransportGroup closing = open(TransportOptions.defaults().withThreads(2).withThreadFactory(body -> {
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
        // The kernel takes down a ring, and what was closed through it, on its own time.
        Loopback.eventually(() -> isRefused(listener.localAddress()));
        assertThatIllegalStateException().isThrownBy(() -> closing.listen(anyPort(), arrived::add));
        assertThatIllegalStateException().isThrownBy(() -> closing.connect(listener.localAddress()));
    }

    @Test
    void canBeClosedOnOneOfItsThreads() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        TransportGroup closing = open(TransportOptions.defaults().withThreads(2).withThreadFactory(body -> {
            Thread thread = new Thread(body);
            threads.add(thread);
            return thread;
        }));
        TransportListener listener = closing.listen(anyPort(), transport -> closing.close());
        try (SocketChannel client = SocketChannel.open(listener.localAddress())) {
            Loopback.eventually(() -> threads.size() == 2 && threads.stream().noneMatch(Thread::isAlive));
        }
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
    void listensOnOneOfItsOwnThreads() throws Exception {
        CompletableFuture<TransportListener> second = new CompletableFuture<>();
        TransportListener first = group.listen(anyPort(), transport -> {
            try {
                second.complete(group.listen(anyPort(), arrived::add));
            } catch (IOException | RuntimeException e) {
                second.completeExceptionally(e);
            }
        });
        await(group.connect(first.localAddress()));
        await(group.connect(await(second).localAddress()));
        next();
    }

    @Test
    void noDelayIsAsTheOptionsSay() throws Exception {
        for (boolean noDelay : new boolean[] {true, false}) {
            try (TransportGroup two = open(TransportOptions.defaults().withNoDelay(noDelay))) {
                TransportListener listener = two.listen(anyPort(), arrived::add);
                NettyTransport client = (NettyTransport) await(two.connect(listener.localAddress()));
                NettyTransport server = (NettyTransport) next();
                assertThat(client.channel().config().getOption(ChannelOption.TCP_NODELAY))
                        .isEqualTo(noDelay);
                assertThat(server.channel().config().getOption(ChannelOption.TCP_NODELAY))
                        .isEqualTo(noDelay);
            }
        }
    }

    @Test
    void runsOnADaemonThreadUnlessToldOtherwise() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        TransportListener listener = group.listen(anyPort(), transport -> thread.complete(Thread.currentThread()));
        await(group.connect(listener.localAddress()));
        assertThat(await(thread).isDaemon()).isTrue();
        assertThat(await(thread).getName()).startsWith("handshake-netty-");
        assertThat(group).asString().contains(kind.suffix);
    }

    @Test
    void bytesThatNobodyReadAreReleasedWhenTheGroupCloses() throws Exception {
        TransportListener listener = group.listen(anyPort(), arrived::add);
        ByteTransport client = await(group.connect(listener.localAddress()));
        ByteTransport server = next();
        Semaphore told = new Semaphore(0);
        server.read(ByteBuffer.allocate(1), told::release);
        client.write(bytes("never read"), nothing());
        await(told);
        group.close();
        Leaks.assertNone();
    }

    @Test
    void shakesHands() throws Exception {
        TransportListener listener =
                group.listen(anyPort(), transport -> ServerHandshaker.create().acceptAsync(transport));
        ByteTransport client = await(group.connect(listener.localAddress()));
        Established established = ClientHandshaker.create().handshake(client, "127.0.0.1", "/chat");
        assertThat(established.response().status()).isEqualTo(101);
    }

    @Test
    void shakesHandsWhereverItFails() throws Exception {
        boolean fired = true;
        for (int n = 0; fired; n++) {
            int failAt = n;
            CompletableFuture<FailingTransport> failing = new CompletableFuture<>();
            CompletableFuture<Throwable> outcome = new CompletableFuture<>();
            try (TransportListener listener = group.listen(anyPort(), transport -> {
                FailingTransport wrapped = new FailingTransport(transport, failAt);
                failing.complete(wrapped);
                ServerHandshaker.create()
                        .acceptAsync(wrapped)
                        .whenComplete((established, failure) -> outcome.complete(failure));
            })) {
                try (ByteTransport client = await(group.connect(listener.localAddress()))) {
                    ClientHandshaker.create().handshake(client, "127.0.0.1", "/chat");
                } catch (IOException failedAsTold) {
                    assertThat(await(failing).fired()).isTrue();
                }
                Throwable failure = await(outcome);
                fired = await(failing).fired();
                assertThat(failure != null).isEqualTo(fired);
                await(failing).close();
            }
            assertThat(n).isLessThan(20);
        }
    }

    private TransportGroup open(TransportOptions options) {
        return new NettyTransportGroup(kind, options);
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
        } catch (SocketException e) {
            return true;
        }
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }
}
