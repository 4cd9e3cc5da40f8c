package dev.handshake.nio;

import static dev.handshake.nio.Loopback.await;
import static dev.handshake.nio.Loopback.bytes;
import static dev.handshake.nio.Loopback.fill;
import static dev.handshake.nio.Loopback.nothing;
import static dev.handshake.nio.Loopback.on;
import static dev.handshake.nio.Loopback.pair;
import static dev.handshake.nio.Loopback.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.ConnectionInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NioTransportTest extends ConnectedChannels {

    @Test
    void movesBytesBothWays() throws Exception {
        assertThat(transport.write(bytes("out"), nothing())).isEqualTo(3);
        ByteBuffer out = ByteBuffer.allocate(3);
        while (out.hasRemaining()) {
            peer.read(out);
        }
        assertThat(out.flip()).isEqualTo(bytes("out"));
        peer.write(bytes("in"));
        assertThat(read(transport)).isEqualTo("in");
    }

    @Test
    void registersOnlyWhenItHasToWait() throws Exception {
        transport.write(bytes("x"), nothing());
        assertThat(channel.isRegistered()).isFalse();
        on(loop, () -> transport.read(ByteBuffer.allocate(1), nothing()));
        assertThat(channel.isRegistered()).isTrue();
    }

    @Test
    void tellsTheLoopsThreadOfBytes() throws Exception {
        CompletableFuture<Boolean> onLoop = new CompletableFuture<>();
        assertThat(transport.read(ByteBuffer.allocate(1), () -> onLoop.complete(loop.inLoop())))
                .isZero();
        peer.write(bytes("x"));
        assertThat(await(onLoop)).isTrue();
    }

    @Test
    void tellsOfRoom() throws Exception {
        Semaphore room = new Semaphore(0);
        long written = fill(transport, room::release);
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> drain(written));
        await(room);
        await(drained);
        assertThat(transport.write(bytes("more"), nothing())).isEqualTo(4);
    }

    @Test
    void watchesForRoomOnlyWhileSomebodyWaitsForIt() throws Exception {
        Semaphore room = new Semaphore(0);
        long written = fill(transport, room::release);
        drain(written);
        await(room);
        // The task comes after the turn in which the retry was run.
        assertThat(on(loop, () -> channel.keyFor(loop.selector()).interestOps()))
                .isZero();
    }

    @Test
    void leavesTheReadInterestOnBetweenRetries() throws Exception {
        BlockingQueue<Integer> reads = new LinkedBlockingQueue<>();
        Runnable reader = new Runnable() {
            @Override
            public void run() {
                ByteBuffer dst = ByteBuffer.allocate(1);
                try {
                    reads.add(transport.read(dst, this));
                    reads.add(channel.keyFor(loop.selector()).interestOps());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        loop.execute(reader);
        assertThat(reads.take()).isZero();
        assertThat(reads.take()).isEqualTo(SelectionKey.OP_READ);
        peer.write(bytes("x"));
        assertThat(reads.take()).isEqualTo(1);
        assertThat(reads.take()).isEqualTo(SelectionKey.OP_READ);
    }

    @Test
    void leavesTheLookAfterAReadThatTookAllToTheSelector() throws Exception {
        Semaphore told = new Semaphore(0);
        peer.write(bytes("a"));
        assertThat(read(transport)).isEqualTo("a");
        // There is more by now, for whoever asks the channel.
        peer.write(bytes("b"));
        assertThat(on(loop, () -> transport.read(ByteBuffer.allocate(8), told::release)))
                .isZero();
        await(told);
        assertThat(read(transport)).isEqualTo("b");
    }

    @Test
    void letsOthersHaveTheirTurnThoughThereIsMore() throws Exception {
        peer.configureBlocking(false);
        long sent = 0;
        for (int n = 1; n > 0 && sent < 1 << 20; sent += n) {
            n = peer.write(ByteBuffer.allocate(1 << 16));
        }
        assertThat(sent).isGreaterThan(1 << 17);
        BlockingQueue<Long> turns = new LinkedBlockingQueue<>();
        Runnable reader = new Runnable() {
            @Override
            public void run() {
                ByteBuffer dst = ByteBuffer.allocate(1000);
                long read = 0;
                try {
                    for (int n = 1; n > 0; read += n) {
                        n = transport.read(dst.clear(), this);
                    }
                    turns.add(read);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        loop.execute(reader);
        for (long all = 0; all < sent; ) {
            long turn = turns.take();
            assertThat(turn).isLessThanOrEqualTo((1 << 17) + 1000);
            all += turn;
        }
    }

    @Test
    void leavesTheFirstLookAtAServerToTheSelector() throws Exception {
        SocketChannel[] pair = pair();
        pair[1].configureBlocking(false);
        try (SocketChannel server = pair[0];
                NioTransport client = on(loop, () -> NioTransport.connected(pair[1], loop, true))) {
            server.write(bytes("a"));
            Semaphore told = new Semaphore(0);
            assertThat(on(loop, () -> client.read(ByteBuffer.allocate(8), told::release)))
                    .isZero();
            await(told);
            assertThat(read(client)).isEqualTo("a");
        }
    }

    @Test
    void asksTheChannelIfOneReadsOnInTheSameTurn() throws Exception {
        peer.write(bytes("a"));
        assertThat(read(transport)).isEqualTo("a");
        peer.write(bytes("b"));
        ByteBuffer dst = ByteBuffer.allocate(8);
        on(loop, () -> {
            while (transport.read(dst, nothing()) == 0) {
                Thread.onSpinWait();
            }
            return null;
        });
        assertThat(dst.flip()).isEqualTo(bytes("b"));
    }

    @Test
    void aLaterRetryReplacesTheEarlierOne() throws Exception {
        AtomicInteger early = new AtomicInteger();
        Semaphore late = new Semaphore(0);
        transport.read(ByteBuffer.allocate(1), early::incrementAndGet);
        transport.read(ByteBuffer.allocate(1), late::release);
        peer.write(bytes("x"));
        await(late);
        assertThat(early).hasValue(0);
    }

    @Test
    void bytesThatNobodyWaitsForAreNeitherLostNorReportedForEver() throws Exception {
        Semaphore told = new Semaphore(0);
        assertThat(transport.read(ByteBuffer.allocate(1), told::release)).isZero();
        peer.write(bytes("ab"));
        await(told);
        // Nothing was read and no retry is kept, so the loop must look away.
        Loopback.eventually(() -> on(loop, () -> channel.keyFor(loop.selector()).interestOps() == 0));
        ByteBuffer dst = ByteBuffer.allocate(8);
        while (dst.position() < 2) {
            transport.read(dst, nothing());
        }
        assertThat(transport.read(dst, told::release)).isZero();
        peer.write(bytes("c"));
        await(told);
        assertThat(read(transport)).isEqualTo("c");
    }

    @Test
    void spuriousWakeUpsAreHarmless() throws Exception {
        Semaphore told = new Semaphore(0);
        transport.read(ByteBuffer.allocate(1), told::release);
        for (int i = 0; i < 10; i++) {
            loop.selector().wakeup();
            on(loop, () -> null);
        }
        assertThat(told.availablePermits()).isZero();
        peer.write(bytes("x"));
        await(told);
    }

    @Test
    void theEndOfThePeerIsTheEndForGood() throws Exception {
        peer.write(bytes("last"));
        peer.shutdownOutput();
        StringBuilder all = new StringBuilder();
        for (String part = read(transport); !part.equals("end"); part = read(transport)) {
            all.append(part);
        }
        assertThat(all).hasToString("last");
        for (int i = 0; i < 3; i++) {
            assertThat(transport.read(ByteBuffer.allocate(1), nothing())).isEqualTo(-1);
        }
        assertThat(transport.write(bytes("x"), nothing())).isEqualTo(1);
    }

    @Test
    void shutdownOutputEndsOurHalfOnly() throws Exception {
        transport.write(bytes("x"), nothing());
        transport.shutdownOutput();
        ByteBuffer dst = ByteBuffer.allocate(8);
        while (peer.read(dst) >= 0) {}
        assertThat(dst.position()).isEqualTo(1);
        assertThatThrownBy(() -> transport.write(bytes("y"), nothing())).isInstanceOf(IOException.class);
        peer.write(bytes("z"));
        assertThat(read(transport)).isEqualTo("z");
    }

    @Test
    void aResetIsAnIoException() throws Exception {
        Semaphore told = new Semaphore(0);
        transport.read(ByteBuffer.allocate(1), told::release);
        peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        peer.close();
        await(told);
        assertThatThrownBy(() -> transport.read(ByteBuffer.allocate(1), nothing()))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ClosedChannelException.class);
    }

    @Test
    void callsAfterCloseFail() {
        transport.close();
        assertThatThrownBy(() -> transport.read(ByteBuffer.allocate(1), nothing()))
                .isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> transport.write(bytes("x"), nothing())).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> transport.shutdownOutput()).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void itsAddressesOutliveIt() throws Exception {
        SocketAddress near = channel.getLocalAddress();
        SocketAddress far = channel.getRemoteAddress();
        transport.close();
        assertThat(ConnectionInfo.of(transport).localAddress()).contains(near);
        assertThat(ConnectionInfo.of(transport).remoteAddress()).contains(far);
        assertThat(transport.secure()).isFalse();
        assertThat(transport).asString().contains(far.toString()).contains("closed");
    }

    @Test
    void onlyTheLoopsThreadMayNotWait() throws Exception {
        assertThat(transport.blocks()).isFalse();
        assertThat(transport.mayBlock()).isTrue();
        assertThat(on(loop, transport::mayBlock)).isFalse();
    }

    @Test
    void mistakesOfTheCallerChangeNothing() throws Exception {
        assertThatNullPointerException().isThrownBy(() -> transport.read(ByteBuffer.allocate(1), null));
        assertThatNullPointerException().isThrownBy(() -> transport.read(null, nothing()));
        assertThatNullPointerException().isThrownBy(() -> transport.write(bytes("x"), null));
        assertThatNullPointerException().isThrownBy(() -> transport.write(null, nothing()));
        peer.write(bytes("x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> transport.read(ByteBuffer.allocate(1).asReadOnlyBuffer(), nothing()));
        assertThat(transport.read(ByteBuffer.allocate(0), nothing())).isZero();
        assertThat(transport.write(ByteBuffer.allocate(0), nothing())).isZero();
        assertThat(read(transport)).isEqualTo("x");
    }

    @Test
    void takesOnlyAConnectedChannelAndARunningLoop() throws Exception {
        try (SocketChannel unconnected = SocketChannel.open()) {
            assertThatThrownBy(() -> NioTransport.of(unconnected, loop)).isInstanceOf(NotYetConnectedException.class);
            assertThat(unconnected.isBlocking()).isTrue();
            unconnected.close();
            assertThatThrownBy(() -> NioTransport.of(unconnected, loop)).isInstanceOf(ClosedChannelException.class);
        }
        loop.close();
        assertThatIllegalStateException().isThrownBy(() -> NioTransport.of(peer, loop));
        assertThat(peer.isBlocking()).isTrue();
    }

    @Test
    void leavesTheOptionsOfTheUsersChannelAlone() throws Exception {
        transport.write(bytes("a"), nothing());
        transport.write(bytes("b"), nothing());
        assertThat(channel.getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
    }

    @Test
    void noDelayIsSetBeforeTheSecondWrite() throws Exception {
        SocketChannel[] pair = pair();
        pair[1].configureBlocking(false);
        try (SocketChannel other = pair[0];
                NioTransport own = on(loop, () -> NioTransport.registered(pair[1], loop, true))) {
            own.write(bytes("a"), nothing());
            assertThat(pair[1].getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
            own.write(bytes("b"), nothing());
            assertThat(pair[1].getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
        }
    }

    private void drain(long count) {
        try {
            ByteBuffer sink = ByteBuffer.allocate(1 << 16);
            for (long left = count; left > 0; ) {
                left -= peer.read(sink.clear());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
