package dev.handshake.interop.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ClientHandshaker;
import dev.handshake.HandshakeServer;
import dev.handshake.ListenOptions;
import dev.handshake.PermessageDeflate;
import dev.handshake.ServerHandshaker;
import dev.handshake.Transports;
import dev.handshake.interop.wire.Threads;
import dev.handshake.messages.Ending;
import dev.handshake.messages.Message;
import dev.handshake.messages.WebSocket;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketClientCompressionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages to and from Netty's own codecs, compressed and not. */
class NettyMessagesTest {

    private static final int MOST_BYTES = 1 << 24;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void endLoops() {
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private static List<Message> messages() {
        byte[] noise = new byte[200_000];
        new Random(7).nextBytes(noise);
        return List.of(
                Message.text("Hello"),
                Message.text(""),
                Message.text("Grüße, €, 😀; ".repeat(10_000)),
                Message.binary(new byte[0]),
                Message.binary(noise),
                Message.text("again and ".repeat(100_000)));
    }

    /** Answers each frame with the same. */
    private static final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            context.writeAndFlush(frame.retain());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ourMessagesComeBackFromNettysServer(boolean deflate) throws Exception {
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(pipeline(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(65536),
                        new WebSocketServerCompressionHandler(0),
                        new WebSocketServerProtocolHandler("/", null, true, MOST_BYTES),
                        new WebSocketFrameAggregator(MOST_BYTES),
                        new Echo()))
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        ClientHandshaker.Builder client = ClientHandshaker.builder();
        if (deflate) {
            client.extensions(PermessageDeflate.defaults());
        }
        int port = ((InetSocketAddress) server.localAddress()).getPort();
        WebSocket socket = WebSocket.over(client.build().connect(URI.create("ws://127.0.0.1:" + port + "/")));
        for (Message message : messages()) {
            socket.send(message);
            Message answer = socket.receive();
            assertThat(answer.isText()).isEqualTo(message.isText());
            assertThat(answer.data()).isEqualTo(message.data());
        }
        assertThat(socket.close(4000, "done")).isEqualTo(new Ending(4000, "done", null));
    }

    /** Handlers belong to one channel: each test has one connection. */
    private static ChannelHandler pipeline(ChannelHandler... handlers) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handlers);
            }
        };
    }

    /** Sends the next message when the last one has come back, and closes after the last. */
    private static final class Asker extends SimpleChannelInboundHandler<WebSocketFrame> {

        final List<Message> back = new ArrayList<>();
        final CompletableFuture<Void> all = new CompletableFuture<>();

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                next(context);
            }
        }

        private void next(ChannelHandlerContext context) {
            if (back.size() == messages().size()) {
                all.complete(null);
                context.close();
                return;
            }
            Message message = messages().get(back.size());
            ByteBuf octets = Unpooled.wrappedBuffer(message.data());
            context.writeAndFlush(message.isText() ? new TextWebSocketFrame(octets) : new BinaryWebSocketFrame(octets));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            byte[] octets = new byte[frame.content().readableBytes()];
            frame.content().readBytes(octets);
            boolean text = frame instanceof TextWebSocketFrame;
            back.add(text ? Message.text(new String(octets, StandardCharsets.UTF_8)) : Message.binary(octets));
            next(context);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            all.completeExceptionally(cause);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nettysMessagesComeBackFromOurServer(boolean deflate) throws Exception {
        CompletableFuture<Ending> ended = new CompletableFuture<>();
        Asker asker = new Asker();
        ServerHandshaker.Builder accepting = ServerHandshaker.builder();
        if (deflate) {
            accepting.extensions(PermessageDeflate.defaults());
        }
        try (TransportGroup group = Transports.named("nio").open(TransportOptions.defaults());
                HandshakeServer server = accepting
                        .build()
                        .listen(
                                group,
                                new InetSocketAddress("127.0.0.1", 0),
                                ListenOptions.defaults(),
                                open -> WebSocket.over(open)
                                        .forEach(WebSocket::sendAsync)
                                        .thenAccept(ended::complete))) {
            WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                    .webSocketUri("ws://127.0.0.1:" + server.port() + "/")
                    .allowExtensions(true)
                    .maxFramePayloadLength(MOST_BYTES)
                    .build();
            new Bootstrap()
                    .group(loops)
                    .channel(NioSocketChannel.class)
                    .handler(pipeline(
                            new HttpClientCodec(),
                            new HttpObjectAggregator(65536),
                            new WebSocketClientCompressionHandler(0),
                            new WebSocketClientProtocolHandler(config),
                            new WebSocketFrameAggregator(MOST_BYTES),
                            asker))
                    .connect("127.0.0.1", server.port())
                    .sync();
            Threads.await(asker.all);
            assertThat(asker.back)
                    .map(Message::data)
                    .isEqualTo(messages().stream().map(Message::data).toList());
            assertThat(Threads.await(ended).code()).isIn(1000, 1005, 1006);
        }
    }
}
