package dev.handshake.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.handshake.Decision;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeFailure;
import dev.handshake.Limits;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(Leaks.None.class)
class NettyHandshakeHandlerTest extends HandlerInAPipeline {

    @Test
    void answersARequestAndLeavesThePipeline() {
        open(NettyHandshakeSettings.defaults());
        receive(REQUEST);
        assertThat(sent()).startsWith("HTTP/1.1 101 ").contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(channel.pipeline().get(NettyHandshakeHandler.class)).isNull();
        HandshakeCompleted completed = (HandshakeCompleted) behind.events.get(0);
        assertThat(completed.request().target()).isEqualTo("/chat");
        assertThat(completed.response().status()).isEqualTo(101);
        assertThat(completed.subprotocol()).isEqualTo("chat");
        assertThat(completed.extensions()).isEmpty();
    }

    @Test
    void writesTheAnswerAtOnce() {
        Writes writes = new Writes();
        channel = new EmbeddedChannel(writes, new NettyHandshakeHandler(handshaker), behind);
        receive(REQUEST + "leftover");
        assertThat(writes.count).isEqualTo(1);
        assertThat(writes.flushes).isEqualTo(1);
    }

    @Test
    void passesOnWhatCameBehindTheRequestInOrder() {
        open(NettyHandshakeSettings.defaults());
        receive(REQUEST + "one");
        receive("two");
        assertThat(behind.order).containsExactly("completed", "one", "complete", "two", "complete");
    }

    @Test
    void passesOnWhatIsFarMoreThanTheEngineHolds() {
        open(NettyHandshakeSettings.defaults());
        String much = "x".repeat(100_000);
        receive(REQUEST + much);
        assertThat(behind.text).hasToString(much);
    }

    @Test
    void takesARequestInPiecesOfAnySize() {
        open(NettyHandshakeSettings.defaults());
        for (char octet : (REQUEST + "left").toCharArray()) {
            receive(String.valueOf(octet));
        }
        assertThat(sent()).startsWith("HTTP/1.1 101 ");
        assertThat(behind.text).hasToString("left");
    }

    @Test
    void handlersAddedDuringTheEventGetTheLeftover() {
        Behind late = new Behind();
        channel = new EmbeddedChannel(new NettyHandshakeHandler(handshaker), new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                context.pipeline().addLast(late);
                context.pipeline().remove(this);
            }
        });
        receive(REQUEST + "left");
        assertThat(late.text).hasToString("left");
    }

    @Test
    void bytesThatComeDuringTheEventComeBehindTheLeftover() {
        channel = new EmbeddedChannel(
                new NettyHandshakeHandler(handshaker),
                new ChannelInboundHandlerAdapter() {
                    @Override
                    public void userEventTriggered(ChannelHandlerContext context, Object event) {
                        context.fireUserEventTriggered(event);
                        context.pipeline().fireChannelRead(Unpooled.copiedBuffer("two", StandardCharsets.US_ASCII));
                        context.pipeline().fireChannelReadComplete();
                    }
                },
                behind);
        receive(REQUEST + "one");
        receive("three");
        assertThat(behind.text).hasToString("onetwothree");
    }

    @Test
    void whatBreaksDuringTheEventIsPassedOn() {
        channel = new EmbeddedChannel(
                new NettyHandshakeHandler(handshaker),
                new ChannelInboundHandlerAdapter() {
                    @Override
                    public void userEventTriggered(ChannelHandlerContext context, Object event) {
                        context.pipeline().fireExceptionCaught(new IOException("reset"));
                    }
                },
                behind);
        receive(REQUEST + "one");
        assertThat(behind.failures).singleElement().asString().contains("reset");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void asksForBytesItselfWhereNobodyElseDoes() {
        Writes asks = new Writes();
        channel = new EmbeddedChannel(asks);
        channel.config().setAutoRead(false);
        int before = asks.reads;
        channel.pipeline().addLast(new NettyHandshakeHandler(handshaker), behind);
        assertThat(asks.reads).isEqualTo(before + 1);
        receive("GET / HTTP");
        assertThat(asks.reads).isEqualTo(before + 2);
    }

    @Test
    void aDecisionMayTakeItsTime() {
        CompletableFuture<Decision> decision = new CompletableFuture<>();
        open(NettyHandshakeSettings.defaults().withAsyncDecider(request -> decision));
        receive(REQUEST + "one");
        assertThat(channel.config().isAutoRead()).isFalse();
        receive("two");
        assertThat(sent()).isEmpty();
        decision.complete(Decision.accept());
        assertThat(sent()).startsWith("HTTP/1.1 101 ");
        assertThat(behind.order).containsExactly("completed", "one", "two", "complete");
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void aDecisionMayComeFromAnotherThread() throws Exception {
        CompletableFuture<Decision> decision = new CompletableFuture<>();
        open(NettyHandshakeSettings.defaults().withAsyncDecider(request -> decision));
        receive(REQUEST);
        Thread other = new Thread(() -> decision.complete(Decision.reject(403)));
        other.start();
        other.join();
        channel.runPendingTasks();
        assertThat(sent()).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void aDeciderThatFailsIsAFiveHundred() {
        for (NettyHandshakeSettings settings : List.of(
                NettyHandshakeSettings.defaults().withDecider(request -> {
                    throw new IllegalStateException("on purpose");
                }),
                NettyHandshakeSettings.defaults()
                        .withAsyncDecider(request -> CompletableFuture.failedFuture(new IllegalStateException("so"))),
                NettyHandshakeSettings.defaults().withAsyncDecider(request -> CompletableFuture.completedFuture(null)),
                NettyHandshakeSettings.defaults().withAsyncDecider(request -> null))) {
            behind.failures.clear();
            open(settings);
            receive(REQUEST);
            assertThat(sent()).startsWith("HTTP/1.1 500 ");
            assertThat(behind.failure(HandshakeException.class).failure()).isEqualTo(HandshakeFailure.CALLBACK_FAILED);
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void aDecisionThatComesTooLateChangesNothing() {
        CompletableFuture<Decision> decision = new CompletableFuture<>();
        open(NettyHandshakeSettings.defaults().withAsyncDecider(request -> decision));
        receive(REQUEST + "left");
        channel.close();
        assertThat(behind.failures).singleElement().isInstanceOf(ClosedChannelException.class);
        decision.complete(Decision.accept());
        assertThat(sent()).isEmpty();
        assertThat(behind.events).isEmpty();
    }

    @Test
    void aPeerThatLeavesIsToldSo() {
        open(NettyHandshakeSettings.defaults());
        receive("GET /");
        channel.close();
        assertThat(behind.failure(HandshakeException.class).failure()).isEqualTo(HandshakeFailure.PEER_LEFT);
    }

    @Test
    void aPeerThatEndsItsHalfTooEarlyHasLeft() {
        open(NettyHandshakeSettings.defaults());
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(behind.failure(HandshakeException.class).failure()).isEqualTo(HandshakeFailure.PEER_LEFT);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aBrokenConnectionIsPassedOnOnce() {
        open(NettyHandshakeSettings.defaults());
        receive("GET /");
        channel.pipeline().fireExceptionCaught(new IOException("reset"));
        assertThat(behind.failures).singleElement().isInstanceOf(IOException.class);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void theTimeIsLimitedHoweverSlowlyThePeerSends() {
        open(NettyHandshakeSettings.defaults().withTimeout(Duration.ofSeconds(3)));
        channel.freezeTime();
        for (int i = 0; i < 5 && channel.isOpen(); i++) {
            receive(REQUEST.substring(i, i + 1));
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
        assertThat(channel.isOpen()).isFalse();
        assertThat(behind.failures).singleElement().isInstanceOf(SocketTimeoutException.class);
        assertThat(sent()).isEmpty();
    }

    @Test
    void noTimerIsLeftBehind() {
        open(NettyHandshakeSettings.defaults());
        receive(REQUEST);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
    }

    @Test
    void whatIsNoBufferIsAFailure() {
        open(NettyHandshakeSettings.defaults());
        channel.writeInbound("text");
        assertThat(behind.failures).singleElement().asString().contains("java.lang.String");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void removingItGivesBackWhatItHolds() {
        CompletableFuture<Decision> decision = new CompletableFuture<>();
        open(NettyHandshakeSettings.defaults().withAsyncDecider(request -> decision));
        receive(REQUEST + "left");
        channel.pipeline().remove(NettyHandshakeHandler.class);
        assertThat(behind.text).hasToString("left");
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void aTimeOfMoreNanosecondsThanThereAreIsTheLongest() {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
        open(NettyHandshakeSettings.defaults()
                .withTimeout(longest)
                .withDrain(Limits.defaults().withDrain(1, longest)));
        receive(REQUEST.replace("GET", "PUT"));
        assertThat(sent()).startsWith("HTTP/1.1 405 ");
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).as("it drains").isTrue();
    }

    @Test
    void theTimeoutIsLongerThanZero() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyHandshakeSettings.defaults().withTimeout(Duration.ZERO));
    }
}
