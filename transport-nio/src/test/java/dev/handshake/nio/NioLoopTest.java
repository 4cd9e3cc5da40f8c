package dev.handshake.nio;

import static dev.handshake.nio.Loopback.await;
import static dev.handshake.nio.Loopback.bytes;
import static dev.handshake.nio.Loopback.on;
import static dev.handshake.nio.Loopback.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NioLoopTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void runsTasksOnItsThreadInTheirOrder() throws Exception {
        AtomicReference<Thread> own = new AtomicReference<>();
        try (NioLoop loop = NioLoop.start(body -> {
            own.set(new Thread(body));
            return own.get();
        })) {
            List<String> order = new ArrayList<>();
            loop.execute(() -> order.add("first"));
            loop.execute(() -> order.add("second"));
            assertThat(on(loop, Thread::currentThread)).isSameAs(own.get());
            assertThat(order).containsExactly("first", "second");
        }
    }

    @Test
    void knowsItsThread() throws Exception {
        try (NioLoop loop = NioLoop.start()) {
            assertThat(loop.inLoop()).isFalse();
            assertThat(on(loop, loop::inLoop)).isTrue();
        }
    }

    @Test
    void runsOnADaemonThreadUnlessToldOtherwise() throws Exception {
        try (NioLoop loop = NioLoop.start()) {
            Thread thread = on(loop, Thread::currentThread);
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).startsWith("handshake-nio-");
            assertThat(loop).asString().contains(thread.getName());
        }
    }

    @Test
    void survivesWhatTasksThrow() throws Exception {
        try (NioLoop loop = NioLoop.start()) {
            loop.execute(() -> {
                throw new IllegalStateException("a task's exception, on purpose");
            });
            loop.execute(() -> {
                throw new StackOverflowError("a task's error, on purpose");
            });
            assertThat(on(loop, loop::inLoop)).isTrue();
        }
    }

    @Test
    void survivesWhatRetriesThrow() throws Exception {
        SocketChannel[] pair = pair();
        try (NioLoop loop = NioLoop.start();
                SocketChannel peer = pair[0];
                NioTransport transport = NioTransport.of(pair[1], loop)) {
            transport.read(ByteBuffer.allocate(1), () -> {
                throw new AssertionError("a retry's error, on purpose");
            });
            peer.write(bytes("x"));
            assertThat(Loopback.read(transport)).isEqualTo("x");
            assertThat(on(loop, loop::inLoop)).isTrue();
        }
    }

    @Test
    void doesNotRunATaskInsideTheCallThatGivesIt() throws Exception {
        try (NioLoop loop = NioLoop.start()) {
            CompletableFuture<String> inner = new CompletableFuture<>();
            String outer = on(loop, () -> {
                loop.execute(() -> inner.complete("later"));
                return inner.getNow("not yet");
            });
            assertThat(outer).isEqualTo("not yet");
            assertThat(await(inner)).isEqualTo("later");
        }
    }

    @Test
    void tasksThatBegetTasksDoNotKeepItFromItsConnections() throws Exception {
        SocketChannel[] pair = pair();
        try (NioLoop loop = NioLoop.start();
                SocketChannel peer = pair[0];
                NioTransport transport = NioTransport.of(pair[1], loop)) {
            Runnable endless = new Runnable() {
                @Override
                public void run() {
                    if (!loop.isClosed()) {
                        loop.execute(this);
                    }
                }
            };
            loop.execute(endless);
            Semaphore told = new Semaphore(0);
            assertThat(transport.read(ByteBuffer.allocate(1), told::release)).isZero();
            peer.write(bytes("x"));
            await(told);
        }
    }

    @Test
    void refusesTasksOnceClosed() throws Exception {
        NioLoop loop = NioLoop.start();
        loop.close();
        assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThat(loop).asString().contains("closed");
    }

    @Test
    void refusesNoTask() throws Exception {
        try (NioLoop loop = NioLoop.open()) {
            assertThatNullPointerException().isThrownBy(() -> loop.execute(null));
        }
    }

    @Test
    void endsItsThreadBeforeCloseReturns() throws Exception {
        NioLoop loop = NioLoop.start();
        Thread thread = on(loop, Thread::currentThread);
        loop.close();
        loop.close();
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void canBeClosedByOneOfItsTasks() throws Exception {
        NioLoop loop = NioLoop.start();
        Thread thread = on(loop, () -> {
            loop.close();
            return Thread.currentThread();
        });
        thread.join(LONG.toMillis());
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void anInterruptedCallerOfCloseStillWaitsAndStaysInterrupted() throws Exception {
        NioLoop loop = NioLoop.start();
        Thread thread = on(loop, Thread::currentThread);
        Thread.currentThread().interrupt();
        loop.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void closesItsTransportsAndRunsTheirRetries() throws Exception {
        SocketChannel[] pair = pair();
        try (SocketChannel peer = pair[0]) {
            Semaphore told = new Semaphore(0);
            NioLoop loop = NioLoop.start();
            NioTransport transport = NioTransport.of(pair[1], loop);
            assertThat(transport.read(ByteBuffer.allocate(1), told::release)).isZero();
            loop.close();
            await(told);
            assertThatThrownBy(() -> transport.read(ByteBuffer.allocate(1), told::release))
                    .isInstanceOf(ClosedChannelException.class);
            assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void closesATransportThatNeedsItAfterItsEnd() throws Exception {
        SocketChannel[] pair = pair();
        try (SocketChannel peer = pair[0]) {
            Semaphore told = new Semaphore(0);
            NioLoop loop = NioLoop.start();
            NioTransport transport = NioTransport.of(pair[1], loop);
            loop.close();
            assertThat(transport.write(bytes("still"), told::release)).isEqualTo(5);
            assertThat(transport.read(ByteBuffer.allocate(1), told::release)).isZero();
            await(told);
            assertThatThrownBy(() -> transport.write(bytes("x"), told::release))
                    .isInstanceOf(ClosedChannelException.class);
        }
    }

    @Test
    void anInterruptOfItsOwnThreadHasNoEffect() throws Exception {
        try (NioLoop loop = NioLoop.start()) {
            on(loop, Thread::currentThread).interrupt();
            assertThat(on(loop, loop::inLoop)).isTrue();
            on(loop, () -> {
                Thread.currentThread().interrupt();
                return null;
            });
            // Tasks that come close together share a turn, and the mark is taken away between turns.
            boolean marked = true;
            for (int i = 0; marked && i < 100_000; i++) {
                marked = on(loop, () -> Thread.currentThread().isInterrupted());
            }
            assertThat(marked).isFalse();
        }
    }

    @Test
    void isDrivenTurnByTurnByItsUser() throws Exception {
        SocketChannel[] pair = pair();
        try (NioLoop loop = NioLoop.open();
                SocketChannel peer = pair[0];
                NioTransport transport = NioTransport.of(pair[1], loop)) {
            assertThat(loop.runOnce(Duration.ZERO)).isTrue();
            assertThat(loop.inLoop()).isTrue();
            assertThat(transport.mayBlock()).isFalse();
            List<Thread> told = new ArrayList<>();
            ByteBuffer dst = ByteBuffer.allocate(8);
            assertThat(transport.read(dst, () -> told.add(Thread.currentThread())))
                    .isZero();
            peer.write(bytes("x"));
            assertThat(told).isEmpty();
            while (told.isEmpty()) {
                loop.runOnce(LONG);
            }
            assertThat(told).containsOnly(Thread.currentThread());
            assertThat(transport.read(dst, Loopback.nothing())).isEqualTo(1);
        }
    }

    @Test
    void aTaskEndsTheWaitOfATurn() throws Exception {
        try (NioLoop loop = NioLoop.open()) {
            CompletableFuture<String> done = new CompletableFuture<>();
            Thread other = new Thread(() -> loop.execute(() -> done.complete("done")));
            other.start();
            while (!done.isDone()) {
                loop.runOnce(Duration.ofSeconds(Long.MAX_VALUE));
            }
            other.join();
        }
    }

    @Test
    void runEndsWhenItsUserIsInterrupted() throws Exception {
        try (NioLoop loop = NioLoop.open()) {
            Thread.currentThread().interrupt();
            loop.run();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(loop.runOnce(Duration.ZERO)).isTrue();
        }
    }

    @Test
    void runEndsWhenTheLoopIsClosedFromAnotherThread() throws Exception {
        NioLoop loop = NioLoop.open();
        Thread closer = new Thread(loop::close);
        loop.execute(closer::start);
        loop.run();
        closer.join();
        assertThat(loop.runOnce(Duration.ZERO)).isFalse();
    }

    @Test
    void closedBetweenTurnsItRunsWhatIsLeftOnTheClosingThread() throws Exception {
        SocketChannel[] pair = pair();
        try (SocketChannel peer = pair[0]) {
            NioLoop loop = NioLoop.open();
            NioTransport transport = NioTransport.of(pair[1], loop);
            loop.runOnce(Duration.ZERO);
            Semaphore told = new Semaphore(0);
            transport.read(ByteBuffer.allocate(1), told::release);
            loop.execute(told::release);
            Thread closer = new Thread(loop::close);
            closer.start();
            closer.join();
            assertThat(told.availablePermits()).isEqualTo(2);
            assertThat(loop.runOnce(LONG)).isFalse();
            assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void belongsToTheFirstThreadThatDrivesIt() throws Exception {
        try (NioLoop loop = NioLoop.open();
                NioLoop running = NioLoop.start()) {
            on(running, () -> loop.runOnce(Duration.ZERO));
            assertThatIllegalStateException().isThrownBy(() -> loop.runOnce(Duration.ZERO));
            assertThatIllegalStateException().isThrownBy(running::run);
        }
    }

    @Test
    void canNotBeDrivenByItsOwnTasks() throws Exception {
        try (NioLoop loop = NioLoop.start()) {
            assertThatThrownBy(() -> on(loop, () -> loop.runOnce(Duration.ZERO)))
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesANegativeTimeout() throws Exception {
        try (NioLoop loop = NioLoop.open()) {
            assertThatIllegalArgumentException().isThrownBy(() -> loop.runOnce(Duration.ofNanos(-1)));
        }
    }

    @Test
    void saysSoWhenTheFactoryMakesNoThread() {
        assertThatIllegalStateException().isThrownBy(() -> NioLoop.start(body -> null));
    }

    @Test
    void runsOnAVirtualThread() throws Exception {
        assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(21);
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        ThreadFactory factory = (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
        SocketChannel[] pair = pair();
        try (NioLoop loop = NioLoop.start(factory);
                SocketChannel peer = pair[0];
                NioTransport transport = NioTransport.of(pair[1], loop)) {
            Semaphore told = new Semaphore(0);
            assertThat(transport.read(ByteBuffer.allocate(1), told::release)).isZero();
            peer.write(bytes("x"));
            await(told);
        }
    }
}
