package dev.handshake.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class GroupThreadsTest {

    private @Nullable GroupThreads threads;

    @AfterEach
    void end() {
        if (threads != null) {
            threads.end();
        }
    }

    @Test
    void areVirtualWhereTheJdkHasThem() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads need JDK 21");
        Thread thread = threadOfAConnection(new GroupThreads(null));
        assertThat(Thread.class.getMethod("isVirtual").invoke(thread)).isEqualTo(true);
        assertThat(thread.getName()).startsWith("handshake-blocking-");
    }

    @Test
    void areDaemonsWithATellingNameWhereItHasNot() throws Exception {
        assumeTrue(Runtime.version().feature() < 21, "JDK 21 and later have virtual threads");
        Thread thread = threadOfAConnection(new GroupThreads(null));
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo("handshake-blocking-0");
    }

    @Test
    void runAListenerOnADaemonThreadOfTheGivenName() throws Exception {
        threads = new GroupThreads(null);
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        threads.start("handshake-blocking-accept-80", () -> thread.complete(Thread.currentThread()));
        assertThat(thread.get(10, TimeUnit.SECONDS).getName()).isEqualTo("handshake-blocking-accept-80");
        assertThat(thread.join().isDaemon()).isTrue();
    }

    @Test
    void areMadeByTheFactoryThatWasGiven() throws Exception {
        Thread connection = threadOfAConnection(new GroupThreads(work -> daemon(work, "mine")));
        assertThat(connection.getName()).isEqualTo("mine");
        CompletableFuture<Thread> listener = new CompletableFuture<>();
        threads.start("unused", () -> listener.complete(Thread.currentThread()));
        assertThat(listener.get(10, TimeUnit.SECONDS).getName()).isEqualTo("mine");
    }

    @Test
    void haveEndedWhenEndReturns() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Thread thread = threadOfAConnection(new GroupThreads(work -> daemon(() -> lingering(work, release), "mine")));
        Thread ending = Thread.currentThread();
        daemon(() -> releaseOnce(ending, release), "release").start();
        threads.end();
        assertThat(thread.isAlive()).isFalse();
    }

    /** Goes on when the work is done, as each thread does for a moment. */
    private static void lingering(Runnable work, CountDownLatch release) {
        work.run();
        boolean waits = true;
        while (waits) {
            try {
                release.await();
                waits = false;
            } catch (InterruptedException e) {
                // It was asked to end, and takes its time.
            }
        }
    }

    private static void releaseOnce(Thread waiting, CountDownLatch release) {
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        release.countDown();
    }

    @Test
    void areNotStartedAfterTheEnd() {
        threads = new GroupThreads(null);
        threads.end();
        assertThatThrownBy(() -> threads.start(() -> {})).isInstanceOf(IOException.class);
    }

    @Test
    void areMissedWithAnIOExceptionWhenTheFactoryMakesNone() {
        threads = new GroupThreads(work -> null);
        assertThatThrownBy(() -> threads.start(() -> {})).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> threads.start("listener", () -> {})).isInstanceOf(IOException.class);
    }

    @Test
    void areMissedWithAnIOExceptionWhenTheFactoryFails() {
        threads = new GroupThreads(work -> {
            throw new IllegalStateException("on purpose");
        });
        assertThatThrownBy(() -> threads.start(() -> {}))
                .isInstanceOf(IOException.class)
                .hasRootCauseMessage("on purpose");
        assertThatThrownBy(() -> threads.start("listener", () -> {}))
                .isInstanceOf(IOException.class)
                .hasRootCauseMessage("on purpose");
    }

    @Test
    void areMissedWithAnIOExceptionWhenTheSystemHasNoMore() {
        threads = new GroupThreads(work -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        assertThatThrownBy(() -> threads.start(() -> {}))
                .isInstanceOf(IOException.class)
                .hasRootCauseInstanceOf(OutOfMemoryError.class);
    }

    private Thread threadOfAConnection(GroupThreads threads) throws Exception {
        this.threads = threads;
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        threads.start(() -> thread.complete(Thread.currentThread()));
        return thread.get(10, TimeUnit.SECONDS);
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
