package dev.handshake.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Connections as a user of Netty makes them, over 127.0.0.1, on two event loops. Closing ends the loops. */
final class Wires implements AutoCloseable {

    final EventLoopGroup loops;
    private final NettyKind kind;
    private final int bufferBytes;

    Wires(NettyKind kind) {
        this(kind, 0);
    }

    /** Narrow ones, that hold little more than so many bytes; 0 for what is usual. */
    Wires(NettyKind kind, int bufferBytes) {
        this.kind = kind;
        this.bufferBytes = bufferBytes;
        this.loops = new MultiThreadIoEventLoopGroup(2, kind.handlers());
    }

    /** Two connected transports, the accepting end first, each made on its event loop before a byte could come. */
    NettyTransport[] pair() throws Exception {
        CompletableFuture<NettyTransport> accepted = new CompletableFuture<>();
        Channel listening = listen(new Once(accepted));
        CompletableFuture<NettyTransport> connected = new CompletableFuture<>();
        connect(listening, new Once(connected));
        NettyTransport[] pair = {Loopback.await(accepted), Loopback.await(connected)};
        listening.close().sync();
        return pair;
    }

    Channel listen(ChannelHandler childHandler) throws Exception {
        ServerBootstrap server = new ServerBootstrap()
                .group(loops)
                .channelFactory(kind::listening)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(childHandler);
        if (bufferBytes > 0) {
            server.option(ChannelOption.SO_RCVBUF, bufferBytes)
                    .childOption(ChannelOption.SO_SNDBUF, bufferBytes)
                    .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1024, 2048));
        }
        return server.bind(Loopback.anyPort()).sync().channel();
    }

    Channel connect(Channel listening, ChannelHandler handler) throws Exception {
        Bootstrap client = new Bootstrap()
                .group(loops)
                .channelFactory(kind::connecting)
                .option(ChannelOption.AUTO_READ, false)
                .handler(handler);
        if (bufferBytes > 0) {
            client.option(ChannelOption.SO_SNDBUF, bufferBytes)
                    .option(ChannelOption.SO_RCVBUF, bufferBytes)
                    .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1024, 2048));
        }
        return client.connect(listening.localAddress()).sync().channel();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Makes a transport of a channel as soon as it is connected. */
    private static final class Once extends ChannelInboundHandlerAdapter {

        private final CompletableFuture<NettyTransport> made;

        Once(CompletableFuture<NettyTransport> made) {
            this.made = made;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) throws Exception {
            made.complete(NettyTransport.of(context.channel()));
        }
    }
}
