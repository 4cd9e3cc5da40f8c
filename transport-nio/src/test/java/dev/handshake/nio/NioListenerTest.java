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
import org.junit.jupiter.api.BeforeAll;
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

    @Test
    void looksAwayWhileNothingCanBeAcceptedAndSaysSoOnce() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(NioListener.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (NioLoop loop = NioLoop.open();
                ServerSocketChannel server = ServerSocketChannel.open().bind(anyPort())) {
            server.configureBlocking(false);
            AtomicInteger tries = new AtomicInteger();
            List<SocketChannel> accepted = new ArrayList<>();
            NioListener listener = new NioListener(
                    server,
                    () -> {
                        if (tries.incrementAndGet() <= 3) {
                            throw new IOException("Too many open files");
                        }
                        return server.accept();
                    },
                    loop,
                    accepted::add);
            loop.execute(listener::begin);
            try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
                int turns = 0;
                while (accepted.isEmpty()) {
                    loop.runOnce(Duration.ofSeconds(20));
                    turns++;
                }
                // One turn to begin, and for each failure one that fails and one that ends the pause.
                assertThat(turns).isLessThanOrEqualTo(12);
                assertThat(log.list).hasSize(1);
                assertThat(log.list.get(0).getLevel()).isEqualTo(Level.WARN);
                assertThat(log.list.get(0).getFormattedMessage()).contains("Too many open files");
            } finally {
                accepted.get(0).close();
            }
        } finally {
            logger.detachAppender(log);
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
            NioListener listener = new NioListener(server, () -> same, loop, accepted -> count.incrementAndGet());
            listener.ready(SelectionKey.OP_ACCEPT);
            assertThat(count).hasValue(64);
        }
    }
}
