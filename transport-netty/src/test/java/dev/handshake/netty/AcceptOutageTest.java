package dev.handshake.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AcceptOutageTest {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new AcceptOutage());

    @BeforeEach
    void listenToTheLog() {
        log.start();
        ((Logger) LoggerFactory.getLogger(AcceptOutage.class)).addAppender(log);
        channel.freezeTime();
    }

    @AfterEach
    void leaveTheLog() {
        ((Logger) LoggerFactory.getLogger(AcceptOutage.class)).detachAppender(log);
        channel.finishAndReleaseAll();
    }

    @Test
    void looksAwayForATenthOfASecondAndSaysSoOnce() {
        for (int i = 0; i < 3; i++) {
            channel.pipeline().fireExceptionCaught(new IOException("Too many open files"));
            assertThat(channel.config().isAutoRead()).isFalse();
            channel.advanceTimeBy(100, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
            assertThat(channel.config().isAutoRead()).isTrue();
        }
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage()).contains("Too many open files");
    }

    @Test
    void aSecondFailureInThePauseDoesNotProlongIt() {
        channel.pipeline().fireExceptionCaught(new IOException("Too many open files"));
        channel.advanceTimeBy(90, TimeUnit.MILLISECONDS);
        channel.pipeline().fireExceptionCaught(new IOException("Too many open files"));
        channel.advanceTimeBy(10, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
    }
}
