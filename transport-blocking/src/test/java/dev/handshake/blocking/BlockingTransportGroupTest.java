package dev.handshake.blocking;

import static dev.handshake.blocking.Loopback.NO_RETRY;
import static dev.handshake.blocking.Loopback.anyPort;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import dev.handshake.tck.TransportGroupContract;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class BlockingTransportGroupTest implements TransportGroupContract {

    private final Loopback loopback = new Loopback();
    private final BlockingTransportGroup group =
            loopback.opened(new BlockingTransportGroup(TransportOptions.defaults()));
    private final BlockingQueue<ByteTransport> arrived = new ArrayBlockingQueue<>(16);

    @Override
    public TransportGroup open(TransportOptions options) {
        return new BlockingTransportGroup(options);
    }

    @AfterEach
    void closeAll() throws IOException {
        loopback.close();
    }

    @Test
    void leavesTheConnectionOpenWhenItsConsumerReturns() throws Exception {
        TransportListener listener = group.listen(anyPort(), arrived::add);
        ByteTransport near = connected(listener);
        ByteTransport far = arrival();
        far.write(US_ASCII.encode("x"), NO_RETRY);
        assertThat(near.read(ByteBuffer.allocate(1), NO_RETRY)).isEqualTo(1);
    }

    @Test
    void logsWhatTheConsumerThrowsAndClosesTheConnection() throws Exception {
        LogOf log = loopback.opened(new LogOf(BlockingTransportGroup.class));
        TransportListener listener = group.listen(anyPort(), connection -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(connected(listener).read(ByteBuffer.allocate(1), NO_RETRY)).isEqualTo(-1);
        group.close();
        assertThat(log.events()).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).contains("onConnection failed");
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("on purpose");
        });
    }

    @Test
    void servesTheNextConnectionAfterOneConsumerFailed() throws Exception {
        LogOf log = loopback.opened(new LogOf(BlockingTransportGroup.class));
        CountDownLatch first = new CountDownLatch(1);
        TransportListener listener = group.listen(anyPort(), connection -> {
            if (first.getCount() > 0) {
                first.countDown();
                throw new AssertionError("on purpose");
            }
            arrived.add(connection);
        });
        connected(listener);
        first.await();
        connected(listener);
        arrival();
        // Waits for the first connection's thread, which may not have got to its log line yet.
        group.close();
        assertThat(log.events()).hasSize(1);
    }

    @RepeatedTest(20)
    void listensAgainAtOnceWhereAConnectionIsStillGoingDown() throws Exception {
        TransportListener listener = group.listen(anyPort(), ByteTransport::close);
        connected(listener).read(ByteBuffer.allocate(1), NO_RETRY);
        listener.close();
        TransportListener again = group.listen(listener.localAddress(), arrived::add);
        assertThat(again.localAddress()).isEqualTo(listener.localAddress());
        connected(again);
        arrival();
    }

    @Test
    void setsNoDelayAsTheOptionsSay() throws Exception {
        for (boolean noDelay : new boolean[] {true, false}) {
            TransportOptions options = TransportOptions.defaults().withNoDelay(noDelay);
            try (BlockingTransportGroup other = new BlockingTransportGroup(options);
                    ServerSocket server = new ServerSocket()) {
                server.bind(anyPort());
                BlockingTransport transport = (BlockingTransport)
                        other.connect(server.getLocalSocketAddress()).get(10, TimeUnit.SECONDS);
                assertThat(((SocketTransport) transport).socket.getTcpNoDelay()).isEqualTo(noDelay);
            }
        }
    }

    @Test
    void setsNoDelayOfAnAcceptedConnectionBeforeItsSecondWrite() throws Exception {
        connected(group.listen(anyPort(), arrived::add));
        SocketTransport accepted = (SocketTransport) arrival();
        accepted.write(ByteBuffer.wrap(new byte[1]), NO_RETRY);
        assertThat(accepted.socket.getTcpNoDelay()).isFalse();
        accepted.write(ByteBuffer.wrap(new byte[1]), NO_RETRY);
        assertThat(accepted.socket.getTcpNoDelay()).isTrue();
    }

    @Test
    void tellsAnAcceptedConnectionsOwnAddressWhereverItListens() throws Exception {
        for (InetSocketAddress local : List.of(anyPort(), new InetSocketAddress(0))) {
            TransportListener listener = group.listen(local, arrived::add);
            int port = ((InetSocketAddress) listener.localAddress()).getPort();
            InetSocketAddress dialled = new InetSocketAddress(anyPort().getAddress(), port);
            ByteTransport dialling = group.connect(dialled).get(10, TimeUnit.SECONDS);
            SocketTransport accepted = (SocketTransport) arrival();
            accepted.close();
            assertThat(accepted.localAddress()).contains(dialled);
            dialling.close();
        }
    }

    @Test
    void refusesAddressesThatItCannotUse() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere.invalid", 80);
        assertThatThrownBy(() -> group.connect(unresolved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere.invalid");
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of("/nowhere");
        assertThatThrownBy(() -> group.connect(path)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> group.listen(path, arrived::add)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cancellingEndsAnAttemptThatWaits() throws Exception {
        try (FullListener full = new FullListener()) {
            CompletableFuture<ByteTransport> future = group.connect(full.address());
            assertThat(future.cancel(true)).isTrue();
            assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
            // Waits for the thread of the attempt, which only its end lets go.
            group.close();
        }
    }

    @Test
    void closingEndsListenersConnectionsAndAttempts() throws Exception {
        TransportListener listener = group.listen(anyPort(), arrived::add);
        ByteTransport near = connected(listener);
        ByteTransport far = arrival();
        Socket outside = loopback.connectedTo(listener.localAddress());
        arrival();
        try (FullListener full = new FullListener()) {
            CompletableFuture<ByteTransport> attempt = group.connect(full.address());
            group.close();
            group.close();
            assertThatThrownBy(() -> attempt.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
        }
        for (ByteTransport end : new ByteTransport[] {near, far}) {
            assertThatThrownBy(() -> end.read(ByteBuffer.allocate(1), NO_RETRY))
                    .isInstanceOf(ClosedChannelException.class);
        }
        assertThat(outside.getInputStream().read()).isEqualTo(-1);
        assertThatThrownBy(() -> loopback.connectedTo(listener.localAddress())).isInstanceOf(ConnectException.class);
    }

    @Test
    void closingWaitsForTheThreadsWhoseReadItEnds() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        CountDownLatch reading = new CountDownLatch(1);
        TransportListener listener = group.listen(anyPort(), connection -> {
            reading.countDown();
            try {
                connection.read(ByteBuffer.allocate(1), NO_RETRY);
            } catch (IOException e) {
                failure.complete(e);
            }
        });
        // From outside, since the group might close its own near end first, and then there is an end to read.
        loopback.connectedTo(listener.localAddress());
        reading.await();
        group.close();
        assertThat(failure).isCompletedWithValueMatching(ClosedChannelException.class::isInstance);
    }

    @Test
    void closingInterruptsAConsumerThatWaitsForSomethingElse() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        TransportListener listener = group.listen(anyPort(), connection -> {
            waiting.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        connected(listener);
        waiting.await();
        group.close();
        assertThat(interrupted).isCompletedWithValue(true);
    }

    @Test
    void mayBeClosedOnAThreadOfItsOwnWithoutWaitingForThatOrInterruptingIt() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        TransportListener listener = group.listen(anyPort(), connection -> {
            group.close();
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        loopback.connectedTo(listener.localAddress());
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void anInterruptDoesNotCutTheWaitingShortAndIsKept() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        TransportListener listener = group.listen(anyPort(), connection -> {
            working.countDown();
            boolean released = false;
            while (!released) {
                try {
                    release.await();
                    released = true;
                } catch (InterruptedException e) {
                    release.countDown();
                }
            }
            ended.complete(true);
        });
        connected(listener);
        working.await();
        Thread.currentThread().interrupt();
        group.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended).isCompletedWithValue(true);
    }

    @Test
    void forgetsConnectionsAndListenersThatWereClosed() throws Exception {
        TransportListener listener = group.listen(anyPort(), arrived::add);
        ByteTransport near = connected(listener);
        ByteTransport far = arrival();
        assertThat(group.open).hasSize(3);
        near.close();
        far.close();
        listener.close();
        assertThat(group.open).isEmpty();
    }

    @Test
    void forgetsAListenerForWhichThereIsNoThread() {
        BlockingTransportGroup threadless = loopback.opened(
                new BlockingTransportGroup(TransportOptions.defaults().withThreadFactory(work -> null)));
        assertThatThrownBy(() -> threadless.listen(anyPort(), arrived::add)).isInstanceOf(IOException.class);
        assertThat(threadless.open).isEmpty();
    }

    private ByteTransport connected(TransportListener listener) throws Exception {
        return group.connect(listener.localAddress()).get(10, TimeUnit.SECONDS);
    }

    private ByteTransport arrival() throws InterruptedException {
        ByteTransport transport = arrived.poll(10, TimeUnit.SECONDS);
        assertThat(transport).isNotNull();
        return transport;
    }

    /** Listens, but so many wait for it already that the system answers no further attempt. */
    private final class FullListener implements AutoCloseable {

        private final ServerSocket server = new ServerSocket();

        FullListener() throws IOException {
            server.bind(anyPort(), 1);
            boolean full = false;
            while (!full) {
                Socket socket = loopback.opened(new Socket());
                try {
                    socket.connect(address(), 100);
                } catch (SocketTimeoutException e) {
                    full = true;
                }
            }
        }

        InetSocketAddress address() {
            return (InetSocketAddress) server.getLocalSocketAddress();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
