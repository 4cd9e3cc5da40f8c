package dev.handshake.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketClientCompressionHandler;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Netty's client handshake, in the pipeline that its documentation shows. */
final class NettyClient implements ClientPeer {

    private static final int RESPONSE_BYTES = 64 * 1024;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @Override
    public void open(URI uri, List<String> subprotocols, String extensions) throws Exception {
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(uri)
                .subprotocol(subprotocols.isEmpty() ? null : String.join(",", subprotocols))
                .allowExtensions(!extensions.isEmpty())
                .build();
        CompletableFuture<Void> opened = new CompletableFuture<>();
        Channel channel = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new Pipeline(config, !extensions.isEmpty(), opened))
                .connect(uri.getHost(), uri.getPort())
                .sync()
                .channel();
        try {
            Outcome.await(opened);
        } finally {
            channel.close();
        }
    }

    @Override
    public void close() {
        end(loop);
    }

    /** Ends a loop without the two seconds of quiet that are the default. */
    static void end(EventLoopGroup loop) {
        loop.shutdownGracefully(0, PATIENCE.toSeconds(), TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class Pipeline extends ChannelInitializer<Channel> {

        private final WebSocketClientProtocolConfig config;
        private final boolean deflate;
        private final CompletableFuture<Void> opened;

        Pipeline(WebSocketClientProtocolConfig config, boolean deflate, CompletableFuture<Void> opened) {
            this.config = config;
            this.deflate = deflate;
            this.opened = opened;
        }

        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(RESPONSE_BYTES));
            if (deflate) {
                channel.pipeline().addLast(new WebSocketClientCompressionHandler(0));
            }
            channel.pipeline().addLast(new WebSocketClientProtocolHandler(config), new Watch(opened));
        }
    }

    private static final class Watch extends ChannelInboundHandlerAdapter {

        private final CompletableFuture<Void> opened;

        Watch(CompletableFuture<Void> opened) {
            this.opened = opened;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                opened.complete(null);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            opened.completeExceptionally(new ClosedChannelException());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            opened.completeExceptionally(cause);
        }
    }
}
