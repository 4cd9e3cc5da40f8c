package dev.handshake.blocking;

import static dev.handshake.blocking.Loopback.await;
import static dev.handshake.blocking.Loopback.start;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class BlockingListenerTest {

    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final Loopback loopback = new Loopback();
    private final LogOf log = loopback.opened(new LogOf(BlockingListener.class));
    private final BlockingQueue<Socket> arrived = new ArrayBlockingQueue<>(8);
    private final Queue<Closeable> closed = new ConcurrentLinkedQueue<>();

    @AfterEach
    void closeAll() throws IOException {
        loopback.close();
    }

    @Test
    void logsOneWarningForAnOutageAlthoughSomeGetThrough() throws Exception {
        assertThat(warningsOfAnOutage(FOR_EVER)).hasSize(1);
    }

    @Test
    void warnsAnewAfterATimeWithoutFailure() throws Exception {
        assertThat(warningsOfAnOutage(Duration.ZERO)).hasSize(4);
    }

    private List<ILoggingEvent> warningsOfAnOutage(Duration outageOver) throws Exception {
        ScriptedServer server = loopback.opened(
                new ScriptedServer("fails", "lacks memory", "accepts", "fails", "accepts", "fails", "accepts"));
        BlockingListener listener =
                loopback.opened(new BlockingListener(server, Duration.ofNanos(1), outageOver, this::take, closed::add));
        FutureTask<?> loop = running(listener);
        for (int i = 0; i < 3; i++) {
            loopback.connectedTo(listener.localAddress());
            assertThat(arrived.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
        listener.close();
        await(loop);
        assertThat(log.events()).extracting(ILoggingEvent::getLevel).containsOnly(Level.WARN);
        assertThat(log.events().get(0).getFormattedMessage())
                .contains(listener.localAddress().toString(), "Too many open files");
        return log.events();
    }

    @Test
    void countsAConnectionThatCannotBeServedAsAnOutage() throws Exception {
        CountDownLatch refused = new CountDownLatch(2);
        BlockingListener listener = listener(bound(), Duration.ofNanos(1), socket -> {
            socket.close();
            refused.countDown();
            throw new IOException("no thread");
        });
        FutureTask<?> loop = running(listener);
        loopback.connectedTo(listener.localAddress());
        loopback.connectedTo(listener.localAddress());
        assertThat(refused.await(10, TimeUnit.SECONDS)).isTrue();
        listener.close();
        await(loop);
        assertThat(log.events()).hasSize(1);
    }

    @Test
    void closingEndsThePauseAfterAFailure() throws Exception {
        ScriptedServer server = loopback.opened(new ScriptedServer("fails"));
        BlockingListener listener = listener(server, FOR_EVER, this::take);
        FutureTask<?> loop = running(listener);
        assertThat(server.asked.await(10, TimeUnit.SECONDS)).isTrue();
        listener.close();
        await(loop);
    }

    @Test
    void closingEndsTheWaitForAConnectionInSilence() throws Exception {
        BlockingListener listener = listener(bound(), FOR_EVER, this::take);
        FutureTask<?> loop = running(listener);
        loopback.connectedTo(listener.localAddress());
        assertThat(arrived.poll(10, TimeUnit.SECONDS)).isNotNull();
        listener.close();
        await(loop);
        assertThat(log.events()).isEmpty();
        assertThat(closed).contains(listener);
    }

    @Test
    void anInterruptOnlyEndsThePause() throws Exception {
        ScriptedServer server = loopback.opened(new ScriptedServer("fails", "accepts"));
        BlockingListener listener = listener(server, FOR_EVER, this::take);
        FutureTask<?> loop = start(() -> {
            Thread.currentThread().interrupt();
            listener.run();
            return null;
        });
        loopback.connectedTo(listener.localAddress());
        assertThat(arrived.poll(10, TimeUnit.SECONDS)).isNotNull();
        listener.close();
        await(loop);
    }

    @Test
    void refusesConnectionsAfterItsLoopWasEndedByAnError() throws Exception {
        BlockingListener listener = listener(bound(), FOR_EVER, socket -> {
            socket.close();
            throw new LinkageError("on purpose");
        });
        FutureTask<?> loop = running(listener);
        loopback.connectedTo(listener.localAddress());
        assertThat(Loopback.failureOf(loop)).isInstanceOf(LinkageError.class);
        assertThat(closed).contains(listener);
    }

    private BlockingListener listener(ServerSocket server, Duration backOff, BlockingListener.Arrivals arrivals) {
        return loopback.opened(new BlockingListener(server, backOff, FOR_EVER, arrivals, closed::add));
    }

    private void take(Socket socket) {
        arrived.add(loopback.opened(socket));
    }

    private static FutureTask<?> running(BlockingListener listener) {
        return start(() -> {
            listener.run();
            return null;
        });
    }

    private ServerSocket bound() throws IOException {
        ServerSocket server = loopback.opened(new ServerSocket());
        server.bind(Loopback.anyPort());
        return server;
    }

    /** Accepts or fails by a script, and after it only accepts. */
    private static final class ScriptedServer extends ServerSocket {

        final CountDownLatch asked = new CountDownLatch(1);
        private final Queue<String> script;

        ScriptedServer(String... script) throws IOException {
            this.script = new ConcurrentLinkedQueue<>(List.of(script));
            bind(Loopback.anyPort());
        }

        @Override
        public Socket accept() throws IOException {
            asked.countDown();
            String next = script.poll();
            if ("fails".equals(next)) {
                throw new SocketException("Too many open files");
            } else if ("lacks memory".equals(next)) {
                throw new OutOfMemoryError("on purpose");
            }
            return super.accept();
        }
    }
}
