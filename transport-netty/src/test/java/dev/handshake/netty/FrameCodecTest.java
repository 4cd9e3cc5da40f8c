package dev.handshake.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.handshake.ServerHandshaker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Netty's own frames behind our handshake, over the wire. */
@Timeout(60)
@ExtendWith(Leaks.None.class)
class FrameCodecTest {

    @ParameterizedTest
    @EnumSource(NettyKind.class)
    void messagesGoThroughNettysFrameCodec(NettyKind kind) throws Exception {
        assumeThat(kind.unavailable()).isEmpty();
        try (Wires wires = new Wires(kind)) {
            Channel listening = wires.listen(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline()
                            .addLast(
                                    new NettyHandshakeHandler(ServerHandshaker.create()),
                                    new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                                            .expectMaskedFrames(true)
                                            .build()),
                                    new WebSocket13FrameEncoder(false),
                                    new Echo());
                }
            });
            try (SocketChannel client = SocketChannel.open(listening.localAddress())) {
                ByteBuffer first = concat(request(), masked("in the same segment"));
                while (first.hasRemaining()) {
                    client.write(first);
                }
                String answer = readUntil(client, "in the same segment");
                assertThat(answer).startsWith("HTTP/1.1 101 ");
                for (int i = 0; i < 10; i++) {
                    client.write(masked("message " + i));
                    assertThat(readUntil(client, "message " + i)).hasSize(2 + 9);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(NettyKind.class)
    void aRefusalIsReadableWithMuchUnreadInputBehindIt(NettyKind kind) throws Exception {
        assumeThat(kind.unavailable()).isEmpty();
        try (Wires wires = new Wires(kind)) {
            Channel listening = wires.listen(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline()
                            .addLast(
                                    new NettyHandshakeHandler(ServerHandshaker.create()),
                                    new ChannelInboundHandlerAdapter() {
                                        @Override
                                        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                                            // It is what we want.
                                        }
                                    });
                }
            });
            for (int i = 0; i < 20; i++) {
                try (SocketChannel client = SocketChannel.open(listening.localAddress())) {
                    client.write(
                            concat(Loopback.bytes("POST / HTTP/1.1\r\nHost: a\r\n\r\n"), ByteBuffer.allocate(1 << 16)));
                    assertThat(readUntil(client, null)).startsWith("HTTP/1.1 405 ");
                    client.shutdownOutput();
                }
            }
        }
    }

    private static ByteBuffer request() {
        return Loopback.bytes(HandlerInAPipeline.REQUEST);
    }

    private static ByteBuffer concat(ByteBuffer a, ByteBuffer b) {
        return ByteBuffer.allocate(a.remaining() + b.remaining()).put(a).put(b).flip();
    }

    private static ByteBuffer masked(String text) {
        EmbeddedChannel encoder = new EmbeddedChannel(new WebSocket13FrameEncoder(true));
        encoder.writeOutbound(new TextWebSocketFrame(text));
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        encoder.finish();
        return all.nioBuffer();
    }

    /** Reads until the text is there, or, without one, to the end. */
    private static String readUntil(SocketChannel client, String text) throws Exception {
        StringBuilder all = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        while (text == null || all.indexOf(text) < 0) {
            if (client.read(buffer.clear()) < 0) {
                break;
            }
            all.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        }
        return all.toString();
    }

    private static final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            context.writeAndFlush(frame.retain());
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            // The wires don't read by themselves; from here on they do.
            context.channel().config().setAutoRead(true);
        }
    }
}
