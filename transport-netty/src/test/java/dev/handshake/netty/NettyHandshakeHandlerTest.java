package dev.handshake.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.handshake.Decision;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeFailure;
import dev.handshake.Limits;
import dev.handshake.ServerHandshaker;
import dev.handshake.Subprotocols;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(Leaks.None.class)
class NettyHandshakeHandlerTest {

    static final String REQUEST = """
            GET /chat HTTP/1.1\r
            Host: example.com\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Protocol: chat\r
            \r
            """;

    private static final String REFUSED = REQUEST.replace("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 12");

    private final ServerHandshaker handshaker = ServerHandshaker.builder()
            .subprotocols(Subprotocols.serverPreference("chat"))
            .build();
    private final Behind behind = new Behind();
    private EmbeddedChannel channel;

    @AfterEach
    void close() {
        if (channel != null) {
            channel.finishAndReleaseAll();
        }
    }

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
    void theTimeoutIsLongerThanZero() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyHandshakeSettings.defaults().withTimeout(Duration.ZERO));
    }

    private void open(NettyHandshakeSettings settings) {
        channel = new EmbeddedChannel(new NettyHandshakeHandler(handshaker, settings), behind);
    }

    private Writes keep() {
        return keep(NettyHandshakeSettings.defaults());
    }

    /** Opens a connection that outlives refusals, and holds what is written to it. */
    private Writes keep(NettyHandshakeSettings settings) {
        Writes writes = new Writes();
        writes.hold = true;
        ServerHandshaker keeping = ServerHandshaker.builder().keepAlive(true).build();
        channel = new EmbeddedChannel(writes, new NettyHandshakeHandler(keeping, settings), behind);
        return writes;
    }

    private void receive(String octets) {
        channel.writeInbound(Unpooled.buffer().writeBytes(octets.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private String sent() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            text.append(next.toString(StandardCharsets.ISO_8859_1));
            next.release();
        }
        return text.toString();
    }

    /** What comes behind the handshake, and writes down what it is told. */
    private static final class Behind extends ChannelInboundHandlerAdapter {

        final List<Object> events = new ArrayList<>();
        final List<String> order = new ArrayList<>();
        final List<Throwable> failures = new ArrayList<>();
        final StringBuilder text = new StringBuilder();

        <T extends Throwable> T failure(Class<T> type) {
            assertThat(failures).hasSize(1);
            return type.cast(failures.get(0));
        }

        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf buffer = (ByteBuf) message;
            text.append(buffer.toString(StandardCharsets.ISO_8859_1));
            order.add(buffer.toString(StandardCharsets.ISO_8859_1));
            buffer.release();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (!order.isEmpty() && !order.get(order.size() - 1).equals("complete")) {
                order.add("complete");
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeCompleted) {
                events.add(event);
                order.add("completed");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failures.add(cause);
        }
    }

    /** Counts what goes out, and on demand holds it back. */
    private static final class Writes extends ChannelDuplexHandler {

        int count;
        int flushes;
        int reads;
        boolean hold;
        private ChannelPromise held;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            count++;
            if (hold) {
                ((ByteBuf) message).release();
                held = promise;
            } else {
                context.write(message, promise);
            }
        }

        void release(Throwable failure) {
            if (failure == null) {
                held.setSuccess();
            } else {
                held.setFailure(failure);
            }
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            flushes++;
            context.flush();
        }

        @Override
        public void read(ChannelHandlerContext context) {
            reads++;
            context.read();
        }
    }
}
