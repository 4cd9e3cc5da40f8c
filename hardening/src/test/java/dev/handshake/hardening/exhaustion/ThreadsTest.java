package dev.handshake.hardening.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.HandshakeReport;
import dev.handshake.HandshakeServer;
import dev.handshake.ListenOptions;
import dev.handshake.ServerHandshaker;
import dev.handshake.Transports;
import dev.handshake.hardening.processes.Client;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where there is no thread to be had for a while, whoever came is told by the end of the connection, and the next is served. */
@Timeout(60)
class ThreadsTest {

    private volatile boolean starved;

    private final ThreadFactory threads = task -> {
        if (starved) {
            throw new OutOfMemoryError("unable to create native thread: as told");
        }
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    };

    private final Executor executor = task -> {
        if (starved) {
            throw new RejectedExecutionException("as told");
        }
        task.run();
    };

    private final BlockingQueue<HandshakeReport> reports = new LinkedBlockingQueue<>();

    /** A thread for each connection: the one that gets none is closed, and the listener goes on. */
    @Test
    void aListenerOutlivesALackOfThreads() throws IOException {
        try (TransportGroup group = Transports.named("blocking")
                        .open(TransportOptions.defaults().withThreadFactory(threads));
                HandshakeServer server = listening(group, ServerHandshaker.builder())) {
            starved = true;
            try (Client unlucky = new Client(server.port())) {
                assertThat(unlucky.handshake()).isEmpty();
            }
            starved = false;
            isServed(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "netty-nio", "netty-epoll"})
    void aGroupThatGetsNoThreadsLeavesNothingBehind(String transport) {
        starved = true;
        assertThatThrownBy(() -> {
                    try (TransportGroup group = Transports.named(transport)
                            .open(TransportOptions.defaults().withThreadFactory(threads))) {
                        group.listen(anyPort(), connection -> {});
                    }
                })
                .hasStackTraceContaining("unable to create native thread");
    }

    /** Where handshakes run on the user's executor, each that it does not take ends with that, and is reported. */
    @ParameterizedTest
    @ValueSource(strings = {"nio", "netty-nio", "netty-epoll"})
    void aServerOutlivesAnExecutorThatRejects(String transport) throws Exception {
        try (TransportGroup group = Transports.named(transport).open(TransportOptions.defaults());
                HandshakeServer server =
                        listening(group, ServerHandshaker.builder().executor(executor))) {
            starved = true;
            try (Client unlucky = new Client(server.port())) {
                assertThat(unlucky.handshake()).isEmpty();
            }
            assertThat(next().cause()).isInstanceOf(RejectedExecutionException.class);
            starved = false;
            isServed(server);
            assertThat(next().opened()).isTrue();
            server.stop().get(20, TimeUnit.SECONDS);
        }
    }

    private HandshakeServer listening(TransportGroup group, ServerHandshaker.Builder handshaker) throws IOException {
        return handshaker
                .listener(reports::add)
                .build()
                .listen(
                        group,
                        anyPort(),
                        ListenOptions.defaults(),
                        open -> open.transport().close());
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void isServed(HandshakeServer server) throws IOException {
        try (Client lucky = new Client(server.port())) {
            assertThat(lucky.handshake()).startsWith("HTTP/1.1 101 ");
        }
    }

    private HandshakeReport next() throws InterruptedException {
        HandshakeReport next = reports.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("a report").isNotNull();
        return next;
    }
}
