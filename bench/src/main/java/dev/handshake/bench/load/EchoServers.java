package dev.handshake.bench.load;

import dev.handshake.ListenOptions;
import dev.handshake.PermessageDeflate;
import dev.handshake.ServerHandshaker;
import dev.handshake.Transports;
import dev.handshake.messages.WebSocket;
import dev.handshake.spi.TransportOptions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/**
 * Servers that send each text back, ours and others, as the documents of each show it: with one thread for what arrives,
 * compression for whoever offers it, and messages of up to 2 MiB.
 */
final class EchoServers {

    private static final int MOST_BYTES = 2 * 1024 * 1024;
    private static final int MOST_REQUEST_BYTES = 64 * 1024;
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** Compresses from 0 octets on, as the others do; it would not below 1,024. */
    private static final String NODE = """
            const { WebSocketServer } = require('ws');
            const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: { threshold: 0 } });
            server.on('connection', (socket) =>
              socket.on('message', (data, binary) => socket.send(data, { binary })).on('error', () => socket.terminate()));
            server.on('listening', () => console.log(server.address().port));
            process.stdin.on('end', () => process.exit(0)).resume();
            """;

    private EchoServers() {}

    static int ours(String transport) throws IOException {
        return ServerHandshaker.builder()
                .extensions(PermessageDeflate.defaults())
                .build()
                .listen(
                        Transports.named(transport)
                                .open(TransportOptions.defaults().withThreads(1)),
                        ANY_PORT,
                        ListenOptions.defaults(),
                        open -> WebSocket.over(open).forEach(WebSocket::sendAsync))
                .port();
    }

    static int netty(boolean epoll) throws InterruptedException {
        WebSocketServerProtocolConfig config = WebSocketServerProtocolConfig.newBuilder()
                .websocketPath("/")
                .allowExtensions(true)
                .maxFramePayloadLength(MOST_BYTES)
                .build();
        ServerBootstrap server = new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(
                        1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory()))
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(MOST_REQUEST_BYTES),
                                        new WebSocketServerCompressionHandler(MOST_BYTES),
                                        new WebSocketServerProtocolHandler(config),
                                        new WebSocketFrameAggregator(MOST_BYTES),
                                        new NettyEcho());
                    }
                });
        InetSocketAddress bound =
                (InetSocketAddress) server.bind(ANY_PORT).sync().channel().localAddress();
        return bound.getPort();
    }

    private static final class NettyEcho extends SimpleChannelInboundHandler<TextWebSocketFrame> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            context.writeAndFlush(frame.retain());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    static int jetty() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost(ANY_PORT.getHostString());
        server.addConnector(connector);
        server.setHandler(WebSocketUpgradeHandler.from(server, container -> {
            container.setMaxTextMessageSize(MOST_BYTES);
            container.addMapping("/*", (request, response, callback) -> new JettyEcho());
        }));
        server.start();
        return connector.getLocalPort();
    }

    /** Jetty wants it public. */
    public static final class JettyEcho extends Session.Listener.AbstractAutoDemanding {

        /** Makes one for a connection. */
        public JettyEcho() {}

        @Override
        public void onWebSocketText(String message) {
            getSession().sendText(message, Callback.NOOP);
        }
    }

    static int undertow() {
        Undertow server = Undertow.builder()
                .setIoThreads(1)
                .addHttpListener(
                        0,
                        ANY_PORT.getHostString(),
                        Handlers.websocket((exchange, channel) -> {
                                    channel.getReceiveSetter().set(new UndertowEcho());
                                    channel.resumeReceives();
                                })
                                .addExtension(new PerMessageDeflateHandshake()))
                .build();
        server.start();
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    private static final class UndertowEcho extends AbstractReceiveListener {

        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            WebSockets.sendText(message.getData(), channel, null);
        }
    }

    static int javaWebSocket() throws Exception {
        JavaWebSocketEcho server = new JavaWebSocketEcho();
        server.start();
        server.started.get();
        return server.getPort();
    }

    private static final class JavaWebSocketEcho extends WebSocketServer {

        final CompletableFuture<Void> started = new CompletableFuture<>();

        JavaWebSocketEcho() {
            super(ANY_PORT, 1, List.of(new Draft_6455(new PerMessageDeflateExtension())));
            setTcpNoDelay(true);
        }

        @Override
        public void onStart() {
            started.complete(null);
        }

        @Override
        public void onOpen(org.java_websocket.WebSocket connection, ClientHandshake handshake) {
            // It waits for messages.
        }

        @Override
        public void onClose(org.java_websocket.WebSocket connection, int code, String reason, boolean remote) {
            // Nothing is kept.
        }

        @Override
        public void onMessage(org.java_websocket.WebSocket connection, String message) {
            connection.send(message);
        }

        @Override
        public void onError(org.java_websocket.WebSocket connection, Exception e) {
            started.completeExceptionally(e);
        }
    }

    /** The process ends with this one, whose end it sees in its standard input. */
    static int ws() throws IOException {
        ProcessBuilder node = new ProcessBuilder("node", "-e", NODE);
        node.environment().putIfAbsent("NODE_PATH", "/usr/share/nodejs");
        Process process = node.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output = process.inputReader();
        return Integer.parseInt(output.readLine());
    }
}
