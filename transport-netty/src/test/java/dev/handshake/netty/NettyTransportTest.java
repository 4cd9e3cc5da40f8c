package dev.handshake.netty;

import static dev.handshake.netty.Loopback.bytes;
import static dev.handshake.netty.Loopback.nothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can be seen without a socket: what is asked of the channel, and what becomes of buffers. */
@ExtendWith(Leaks.None.class)
class NettyTransportTest {

    private final Held held = new Held();
    private final AtomicInteger told = new AtomicInteger();
    private EmbeddedChannel channel;
    private NettyTransport transport;

    @BeforeEach
    void open() throws IOException {
        channel = new EmbeddedChannel(held);
        transport = NettyTransport.of(channel);
        held.reads = 0;
    }

    @AfterEach
    void close() {
        transport.close();
        channel.finishAndReleaseAll();
    }

    @Test
    void asksForBytesOnlyWhenNoneAreLeftAndSomebodyWaits() throws Exception {
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(transport.read(ByteBuffer.allocate(2), told::incrementAndGet))
                .isZero();
        assertThat(held.reads).isEqualTo(1);
        receive("abc");
        assertThat(told).hasValue(1);
        assertThat(transport.read(ByteBuffer.allocate(2), nothing())).isEqualTo(2);
        assertThat(transport.read(ByteBuffer.allocate(2), nothing())).isEqualTo(1);
        assertThat(held.reads).isEqualTo(1);
    }

    @Test
    void asksAgainWhenAHandlerInFrontUsedUpAllThereWas() throws Exception {
        transport.read(ByteBuffer.allocate(2), told::incrementAndGet);
        channel.pipeline().fireChannelReadComplete();
        assertThat(held.reads).isEqualTo(2);
        assertThat(told).hasValue(0);
    }

    @Test
    void readsAcrossBuffers() throws Exception {
        receive("ab");
        receive("");
        receive("cd");
        ByteBuffer dst = ByteBuffer.allocate(3);
        assertThat(transport.read(dst, nothing())).isEqualTo(3);
        assertThat(dst.flip()).isEqualTo(bytes("abc"));
    }

    @Test
    void writesAndFlushesOnceForEachCall() throws Exception {
        assertThat(transport.write(bytes("answer"), nothing())).isEqualTo(6);
        assertThat(transport.flush(nothing())).isTrue();
        assertThat(held.writes).isEqualTo(1);
        assertThat(held.flushes).isEqualTo(1);
        ByteBuf sent = channel.readOutbound();
        assertThat(sent.toString(StandardCharsets.ISO_8859_1)).isEqualTo("answer");
        sent.release();
    }

    @Test
    void takesABoundedPieceOfWhatIsLarge() throws Exception {
        ByteBuffer large = ByteBuffer.allocate(1 << 20);
        assertThat(transport.write(large, nothing())).isEqualTo(1 << 16);
        assertThat(large.position()).isEqualTo(1 << 16);
    }

    @Test
    void flushIsTrueOnceTheWriteIsDone() throws Exception {
        held.hold = true;
        transport.write(bytes("x"), nothing());
        assertThat(transport.flush(told::incrementAndGet)).isFalse();
        held.release(null);
        assertThat(told).hasValue(1);
        assertThat(transport.flush(nothing())).isTrue();
    }

    @Test
    void aWriteThatFailsLaterIsToldByTheNextCall() throws Exception {
        held.hold = true;
        transport.write(bytes("x"), nothing());
        assertThat(transport.flush(told::incrementAndGet)).isFalse();
        held.release(new IOException("Broken pipe"));
        assertThat(told).hasValue(1);
        assertThatThrownBy(() -> transport.flush(nothing()))
                .isInstanceOf(IOException.class)
                .hasMessage("Broken pipe");
        assertThatThrownBy(() -> transport.write(bytes("y"), nothing())).hasMessage("Broken pipe");
    }

    @Test
    void aWriteThatFailsAtOnceTakesNothing() {
        held.failure = new IllegalStateException("not in the mood");
        ByteBuffer src = bytes("x");
        assertThatThrownBy(() -> transport.write(src, nothing()))
                .isInstanceOf(IOException.class)
                .hasMessage("not in the mood");
        assertThat(src.remaining()).isEqualTo(1);
    }

    @Test
    void whatIsNotWritableTakesNothingAndTellsLater() throws Exception {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        assertThat(transport.write(bytes("x"), told::incrementAndGet)).isZero();
        assertThat(told).hasValue(0);
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();
        assertThat(told).hasValue(1);
        assertThat(transport.write(bytes("x"), nothing())).isEqualTo(1);
    }

    @Test
    void closingReleasesWhatNobodyRead() {
        ByteBuf buffer = receive("never read");
        transport.close();
        assertThat(buffer.refCnt()).isZero();
    }

    @Test
    void bytesOutliveTheirChannelOutsideOfItsPool() throws Exception {
        ByteBuf buffer = receive("last words");
        channel.close();
        assertThat(buffer.refCnt()).isZero();
        assertThat(Loopback.read(transport)).isEqualTo("last words");
        assertThat(Loopback.read(transport)).isEqualTo("end");
    }

    @Test
    void aClosedChannelTakesNothing() {
        channel.close();
        assertThatThrownBy(() -> transport.write(bytes("x"), nothing())).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void theEndComesBehindTheLastByte() throws Exception {
        receive("x");
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(Loopback.read(transport)).isEqualTo("x");
        assertThat(Loopback.read(transport)).isEqualTo("end");
    }

    @Test
    void anExceptionOfThePipelineFailsBothDirections() throws Exception {
        transport.read(ByteBuffer.allocate(1), told::incrementAndGet);
        channel.pipeline().fireExceptionCaught(new IllegalArgumentException());
        assertThat(told).hasValue(1);
        assertThatThrownBy(() -> transport.read(ByteBuffer.allocate(1), nothing()))
                .isInstanceOf(IOException.class)
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> transport.write(bytes("x"), nothing())).isInstanceOf(IOException.class);
    }

    @Test
    void aFailureHasATraceUnlessItIsReadOnTheLoop() {
        Received received = new Received();
        received.fail(new IOException("Connection reset by peer"));
        assertThatThrownBy(() -> received.read(ByteBuffer.allocate(1), nothing(), false))
                .hasToString("java.io.IOException: Connection reset by peer")
                .satisfies(failure -> assertThat(failure.getStackTrace()).isNotEmpty());
        assertThatThrownBy(() -> received.read(ByteBuffer.allocate(1), nothing(), true))
                .hasToString("java.io.IOException: Connection reset by peer")
                .satisfies(failure -> assertThat(failure.getStackTrace()).isEmpty());
    }

    @Test
    void whatIsNoBufferIsAFailure() {
        channel.writeInbound("text");
        assertThatThrownBy(() -> transport.read(ByteBuffer.allocate(1), nothing()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("java.lang.String");
    }

    @Test
    void takenOutOfThePipelineItFails() {
        channel.pipeline().removeLast();
        assertThatThrownBy(() -> transport.read(ByteBuffer.allocate(1), nothing()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void survivesWhatRetriesThrow() throws Exception {
        transport.read(ByteBuffer.allocate(1), () -> {
            throw new AssertionError("a retry's error, on purpose");
        });
        receive("x");
        assertThat(Loopback.read(transport)).isEqualTo("x");
    }

    @Test
    void takesOnlyAConnectedAndRegisteredChannel() {
        NioSocketChannel unconnected = new NioSocketChannel();
        assertThatThrownBy(() -> NettyTransport.of(unconnected)).isInstanceOf(NotYetConnectedException.class);
        assertThat(unconnected.config().isAutoRead()).isTrue();
        unconnected.unsafe().closeForcibly();
        assertThatThrownBy(() -> NettyTransport.of(unconnected)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void mayNotWaitOnItsLoop() {
        assertThat(transport.blocks()).isFalse();
        assertThat(transport.mayBlock()).isFalse();
        assertThat(transport.toString()).startsWith("NettyTransport[");
    }

    private ByteBuf receive(String text) {
        ByteBuf buffer = channel.alloc().buffer().writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        channel.writeInbound(buffer);
        return buffer;
    }

    /** Counts, and on demand holds writes back or fails them. */
    private static final class Held extends ChannelDuplexHandler {

        int reads;
        int writes;
        int flushes;
        boolean hold;
        RuntimeException failure;
        private ChannelPromise promise;

        @Override
        public void read(ChannelHandlerContext context) {
            reads++;
            context.read();
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            writes++;
            if (hold) {
                ((ByteBuf) message).release();
                this.promise = promise;
            } else if (failure != null) {
                ((ByteBuf) message).release();
                promise.setFailure(failure);
            } else {
                context.write(message, promise);
            }
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            flushes++;
            context.flush();
        }

        void release(Throwable failure) {
            if (failure == null) {
                promise.setSuccess();
            } else {
                promise.setFailure(failure);
            }
        }
    }
}
