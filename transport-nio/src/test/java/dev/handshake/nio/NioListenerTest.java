package dev.handshake.nio;

import static dev.handshake.nio.Loopback.anyPort;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class NioListenerTest {

    /** On the module path this module does not read the logging backend, which only this test looks into. */
    @BeforeAll
    static void readTheLog() {
        Class<?> context = LoggerFactory.getILoggerFactory().getClass();
        NioListenerTest.class
                .getModule()
                .addReads(context.getModule())
                .addReads(context.getSuperclass().getModule());
    }

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listenToTheLog() {
        log.start();
        ((Logger) LoggerFactory.getLogger(NioListener.class)).addAppender(log);
    }

    @AfterEach
    void leaveTheLog() {
        ((Logger) LoggerFactory.getLogger(NioListener.class)).detachAppender(log);
    }

    @Test
    void looksAwayWhileNothingCanBeAcceptedAndSaysSoOnce() throws Exception {
        assertThat(turnsUntilAccepted(1, attempt -> attempt <= 3)).isLessThanOrEqualTo(12);
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getLevel()).isEqualTo(Level.WARN);
        assertThat(log.list.get(0).getFormattedMessage()).contains("Too many open files");
    }

    @Test
    void aConnectionThatGetsThroughDoesNotEndAnOutage() throws Exception {
        turnsUntilAccepted(3, attempt -> attempt % 2 == 1);
        assertThat(log.list).hasSize(1);
    }

    /** Lets some attempts to accept fail. Two turns a failure are enough: one that fails and one that ends the pause. */
    private static int turnsUntilAccepted(int clients, IntPredicate fails) throws Exception {
        List<SocketChannel> open = new ArrayList<>();
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger accepted = new AtomicInteger();
        try (NioLoop loop = NioLoop.open();
                ServerSocketChannel server = ServerSocketChannel.open().bind(anyPort())) {
            server.configureBlocking(false);
            NioListener.Source source = () -> {
                int attempt = attempts.incrementAndGet();
                if (fails.test(attempt)) {
                    if (attempt == 2) {
                        throw new OutOfMemoryError("on purpose");
                    }
                    throw new IOException("Too many open files");
                }
                return server.accept();
            };
            NioListener listener = new NioListener(server, source, loop, channels -> {
                accepted.addAndGet(channels.size());
                open.addAll(channels);
                channels.clear();
            });
            for (int i = 0; i < clients; i++) {
                open.add(SocketChannel.open(server.getLocalAddress()));
            }
            loop.execute(listener::begin);
            int turns = 0;
            for (; accepted.get() < clients; turns++) {
                loop.runOnce(Duration.ofSeconds(20));
            }
            return turns;
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
    }

    @Test
    void canBeClosedWhileItLooksAway() throws Exception {
        try (NioLoop loop = NioLoop.open();
                ServerSocketChannel server = ServerSocketChannel.open().bind(anyPort())) {
            server.configureBlocking(false);
            NioListener listener = new NioListener(
                    server,
                    () -> {
                        throw new IOException("no more, on purpose");
                    },
                    loop,
                    accepted -> {});
            loop.execute(listener::begin);
            try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
                loop.runOnce(Duration.ZERO);
                loop.runOnce(Duration.ofSeconds(20));
                listener.close();
                loop.runOnce(Duration.ofSeconds(20));
            }
            assertThat(loop.runOnce(Duration.ZERO)).isTrue();
        }
    }

    @Test
    void takesABoundedNumberATurn() throws Exception {
        try (NioLoop loop = NioLoop.open();
                ServerSocketChannel server = ServerSocketChannel.open().bind(anyPort());
                SocketChannel same = SocketChannel.open()) {
            AtomicInteger count = new AtomicInteger();
            NioListener listener = new NioListener(server, () -> same, loop, accepted -> count.set(accepted.size()));
            listener.ready(SelectionKey.OP_ACCEPT);
            assertThat(count).hasValue(64);
        }
    }
}
