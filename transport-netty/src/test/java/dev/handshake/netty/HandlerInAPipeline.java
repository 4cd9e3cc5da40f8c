package dev.handshake.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ServerHandshaker;
import dev.handshake.Subprotocols;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A handshake in a pipeline without a network: what goes in, what comes out, and what the handler behind is told. */
abstract class HandlerInAPipeline {

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

    static final String REFUSED = REQUEST.replace("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 12");

    final ServerHandshaker handshaker = ServerHandshaker.builder()
            .subprotocols(Subprotocols.serverPreference("chat"))
            .build();
    final Behind behind = new Behind();
    EmbeddedChannel channel;

    @AfterEach
    void close() {
        if (channel != null) {
            channel.finishAndReleaseAll();
        }
    }

    final void open(NettyHandshakeSettings settings) {
        channel = new EmbeddedChannel(new NettyHandshakeHandler(handshaker, settings), behind);
    }

    final Writes keep() {
        return keep(NettyHandshakeSettings.defaults());
    }

    /** Opens a connection that outlives refusals, and holds what is written to it. */
    final Writes keep(NettyHandshakeSettings settings) {
        Writes writes = new Writes();
        writes.hold = true;
        ServerHandshaker keeping = ServerHandshaker.builder().keepAlive(true).build();
        channel = new EmbeddedChannel(writes, new NettyHandshakeHandler(keeping, settings), behind);
        return writes;
    }

    final void receive(String octets) {
        channel.writeInbound(Unpooled.buffer().writeBytes(octets.getBytes(StandardCharsets.ISO_8859_1)));
    }

    final String sent() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            text.append(next.toString(StandardCharsets.ISO_8859_1));
            next.release();
        }
        return text.toString();
    }

    /** What comes behind the handshake, and writes down what it is told. */
    static final class Behind extends ChannelInboundHandlerAdapter {

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
    static final class Writes extends ChannelDuplexHandler {

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
