package dev.handshake.netty;

import static dev.handshake.netty.Loopback.anyPort;
import static dev.handshake.netty.Loopback.await;
import static dev.handshake.netty.Loopback.bytes;
import static dev.handshake.netty.Loopback.nothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.ServerHandshaker;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import dev.handshake.tck.FailingTransport;
import dev.handshake.tck.TransportGroupContract;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for the groups of each kind. */
@Timeout(60)
@ExtendWith(Leaks.None.class)
abstract class NettyTransportGroupTest implements TransportGroupContract {

    private final NettyKind kind;
    private final BlockingQueue<ByteTransport> arrived = new LinkedBlockingQueue<>();
    private TransportGroup group;

    NettyTransportGroupTest(NettyKind kind) {
        this.kind = kind;
    }

    @Override
    public TransportGroup open(TransportOptions options) {
        return new NettyTransportGroup(kind, options);
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
                } catch (IOException | ExecutionException failedAsTold) {
                    // The latter if the other side was closed before the connection was made here.
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

    private ByteTransport next() throws InterruptedException {
        ByteTransport transport = arrived.poll(Loopback.BOUND_SECONDS, TimeUnit.SECONDS);
        assertThat(transport).isNotNull();
        return transport;
    }
}
