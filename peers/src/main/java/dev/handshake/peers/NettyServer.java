package dev.handshake.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Netty's own server handshake, in the pipeline that its documentation shows. */
record NettyServer(IoHandlerFactory io, Class<? extends ServerChannel> channel) implements ServerPeer {

    private static final int REQUEST_BYTES = 64 * 1024;

    static NettyServer nio() {
        return new NettyServer(NioIoHandler.newFactory(), NioServerSocketChannel.class);
    }

    static NettyServer epoll() {
        return new NettyServer(EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
    }

    static Optional<String> missingEpoll() {
        return Epoll.isAvailable() ? Optional.empty() : Optional.of("epoll is Linux's");
    }

    @Override
    public Listening listen(int port, boolean deflate) throws InterruptedException {
        MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, io);
        Channel server = new ServerBootstrap()
                .group(loop)
                .channel(channel)
                .childHandler(new Pipeline(deflate))
                .bind("127.0.0.1", port)
                .sync()
                .channel();
        int bound = ((InetSocketAddress) server.localAddress()).getPort();
        return Listening.of(bound, () -> NettyClient.end(loop));
    }

    private static final class Pipeline extends ChannelInitializer<SocketChannel> {

        private final WebSocketServerProtocolConfig config;
        private final boolean deflate;

        Pipeline(boolean deflate) {
            this.deflate = deflate;
            this.config = WebSocketServerProtocolConfig.newBuilder()
                    .websocketPath("/")
                    .checkStartsWith(true)
                    .subprotocols("chat,superchat")
                    .allowExtensions(deflate)
                    .build();
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(REQUEST_BYTES));
            if (deflate) {
                channel.pipeline().addLast(new WebSocketServerCompressionHandler(0));
            }
            channel.pipeline().addLast(new WebSocketServerProtocolHandler(config), new Rest());
        }
    }

    /** Frames are dropped; a request that the handshake before has let through is answered, as in Netty's own example. */
    private static final class Rest extends SimpleChannelInboundHandler<Object> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                HttpResponseStatus status = request.decoderResult().isSuccess()
                        ? HttpResponseStatus.NOT_FOUND
                        : HttpResponseStatus.BAD_REQUEST;
                DefaultFullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
                answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
                context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
