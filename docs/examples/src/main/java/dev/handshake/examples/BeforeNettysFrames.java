package dev.handshake.examples;

import dev.handshake.ServerHandshaker;
import dev.handshake.netty.NettyHandshakeHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** A Netty pipeline whose handshake is ours and whose frames are Netty's. It echoes text. */
public final class BeforeNettysFrames extends ChannelInitializer<Channel> {

    private final ServerHandshaker handshaker;

    /**
     * Makes the initializer, for {@code ServerBootstrap.childHandler}.
     *
     * @param handshaker accepts WebSockets
     */
    public BeforeNettysFrames(ServerHandshaker handshaker) {
        this.handshaker = handshaker;
    }

    /** {@inheritDoc} */
    @Override
    protected void initChannel(Channel channel) {
        WebSocketDecoderConfig frames =
                WebSocketDecoderConfig.newBuilder().expectMaskedFrames(true).build();
        channel.pipeline()
                .addLast(
                        new NettyHandshakeHandler(handshaker), // removes itself once the WebSocket is open
                        new WebSocket13FrameDecoder(frames),
                        new WebSocket13FrameEncoder(false),
                        new Echo());
    }

    private static final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            if (frame instanceof TextWebSocketFrame) {
                context.writeAndFlush(frame.retain());
            }
        }

        /** A refused handshake comes here too; the refusal is on its way, and the channel closes by itself. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
    }
}
