package dev.handshake.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Decision;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeFailure;
import dev.handshake.Limits;
import dev.handshake.ServerHandshaker;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a connection whose request is refused: drained and closed, or kept for another attempt. */
@Timeout(60)
@ExtendWith(Leaks.None.class)
class NettyHandshakeRefusalTest extends HandlerInAPipeline {

    @Test
    void aRefusalGoesOutAndTheRestIsDropped() {
        open(NettyHandshakeSettings.defaults().withDrain(Limits.defaults().withDrain(10, Duration.ofSeconds(2))));
        receive(REFUSED);
        assertThat(sent()).startsWith("HTTP/1.1 426 ").contains("Connection: Upgrade, close");
        assertThat(behind.failure(HandshakeException.class).failure()).isEqualTo(HandshakeFailure.BAD_SEC_VERSION);
        receive("12345");
        assertThat(channel.isOpen()).isTrue();
        receive("67890");
        assertThat(channel.isOpen()).isFalse();
        assertThat(behind.text).isEmpty();
        assertThat(behind.failures).hasSize(1);
    }

    @Test
    void drainingEndsWithItsTime() {
        channel = new EmbeddedChannel(
                new NettyHandshakeHandler(
                        handshaker,
                        NettyHandshakeSettings.defaults()
                                .withDrain(Limits.defaults().withDrain(1000, Duration.ofSeconds(2)))),
                behind);
        channel.freezeTime();
        receive(REFUSED);
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(2, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(behind.failures).hasSize(1);
    }

    @Test
    void drainingEndsWithThePeer() {
        open(NettyHandshakeSettings.defaults());
        receive(REFUSED);
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aResetWhileDrainingIsNoFurtherFailure() {
        open(NettyHandshakeSettings.defaults());
        receive(REFUSED);
        channel.pipeline().fireExceptionCaught(new IOException("reset"));
        assertThat(channel.isOpen()).isFalse();
        assertThat(behind.failures).hasSize(1);
    }

    @Test
    void closesAtOnceBehindARefusalIfThereIsNoDraining() {
        open(NettyHandshakeSettings.defaults().withDrain(Limits.defaults().withDrain(0, Duration.ZERO)));
        receive(REFUSED);
        assertThat(sent()).startsWith("HTTP/1.1 426 ");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void withoutDrainingARefusalThatNobodyTakesEndsWithItsTime() {
        Writes writes = new Writes();
        writes.hold = true;
        channel = new EmbeddedChannel(
                writes,
                new NettyHandshakeHandler(
                        handshaker,
                        NettyHandshakeSettings.defaults()
                                .withDrain(Limits.defaults().withDrain(0, Duration.ZERO))),
                behind);
        channel.freezeTime();
        receive(REFUSED);
        channel.advanceTimeBy(29, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(2, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(behind.failures).hasSize(1);
    }

    @Test
    void whatIsNotHttpGetsNoAnswer() {
        open(NettyHandshakeSettings.defaults());
        receive("\u0016\u0003\u0001\u0002\u0000\u0001");
        assertThat(sent()).isEmpty();
        assertThat(behind.failure(HandshakeException.class).failure()).isEqualTo(HandshakeFailure.NOT_HTTP);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aKeptConnectionMayTryAgain() {
        ServerHandshaker keeping = ServerHandshaker.builder().keepAlive(true).build();
        channel = new EmbeddedChannel(new NettyHandshakeHandler(keeping), behind);
        receive(REFUSED + REQUEST + "left");
        assertThat(behind.failure(HandshakeException.class).reusable()).isTrue();
        assertThat(sent()).startsWith("HTTP/1.1 426 ").contains("HTTP/1.1 101 ");
        assertThat(behind.text).hasToString("left");
    }

    @Test
    void aKeptConnectionIsAnsweredNoFasterThanItReads() {
        Writes writes = keep();
        receive(REFUSED + REFUSED);
        receive(REQUEST + "left");
        assertThat(writes.count).isEqualTo(1);
        assertThat(behind.failures).hasSize(1);
        assertThat(channel.config().isAutoRead()).isFalse();
        writes.release(null);
        assertThat(writes.count).isEqualTo(2);
        assertThat(behind.failures).hasSize(2);
        assertThat(channel.config().isAutoRead()).isFalse();
        writes.release(null);
        assertThat(behind.order).containsExactly("completed", "left", "complete");
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void aKeptConnectionIsReadAgainOnceTheRefusalIsWritten() {
        Writes writes = keep();
        channel.config().setAutoRead(false);
        int before = writes.reads;
        receive(REFUSED);
        assertThat(writes.reads).isEqualTo(before);
        writes.release(null);
        assertThat(writes.reads).isEqualTo(before + 1);
        assertThat(channel.config().isAutoRead()).isFalse();
    }

    @Test
    void aDecisionThatRefusesDoesNotResumeReadingBeforeItIsWritten() {
        CompletableFuture<Decision> decision = new CompletableFuture<>();
        Writes writes = keep(NettyHandshakeSettings.defaults().withAsyncDecider(request -> decision));
        receive(REQUEST);
        decision.complete(Decision.reject(403));
        assertThat(behind.failure(HandshakeException.class).reusable()).isTrue();
        assertThat(channel.config().isAutoRead()).isFalse();
        writes.release(null);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void aDecisionThatRefusesHasTheNextRequestAskedFor() {
        CompletableFuture<Decision> decision = new CompletableFuture<>();
        Writes writes = keep(NettyHandshakeSettings.defaults().withAsyncDecider(request -> decision));
        writes.hold = false;
        channel.config().setAutoRead(false);
        receive(REQUEST);
        int before = writes.reads;
        decision.complete(Decision.reject(403));
        assertThat(writes.reads).isEqualTo(before + 1);
    }

    @Test
    void aKeptConnectionThatTakesNoRefusalEndsWithItsTime() {
        keep();
        channel.freezeTime();
        receive(REFUSED + REQUEST);
        channel.advanceTimeBy(31, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(behind.failures).hasSize(2).last().isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aKeptConnectionWhoseRefusalIsNotWrittenIsClosed() {
        Writes writes = keep();
        receive(REFUSED + REQUEST);
        writes.release(new IOException("Broken pipe"));
        assertThat(channel.isOpen()).isFalse();
        assertThat(writes.count).isEqualTo(1);
        assertThat(behind.failures).hasSize(1);
    }

    @Test
    void aPeerThatEndsItsHalfBehindARequestStillGetsItsRefusal() {
        Writes writes = keep();
        receive(REFUSED);
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(channel.isOpen()).isTrue();
        writes.release(null);
        assertThat(channel.isOpen()).isFalse();
        assertThat(((HandshakeException) behind.failures.get(1)).failure()).isEqualTo(HandshakeFailure.PEER_LEFT);
    }
}
