package dev.handshake.bench.load;

import dev.handshake.Established;
import dev.handshake.ListenOptions;
import dev.handshake.ServerHandshaker;
import dev.handshake.Transports;
import dev.handshake.netty.NettyHandshakeHandler;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Our own servers: every request that meets the rules is accepted, and the connection kept until the peer ends it. */
final class OurServer {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private OurServer() {}

    /** Serves over a transport through {@link ServerHandshaker#acceptAsync}, or the waiting form if it blocks. */
    static int overTransport(String name, int loops) throws IOException {
        ServerHandshaker handshaker = ServerHandshaker.create();
        return port(group(name, loops)
                .listen(ANY_PORT, transport -> accept(handshaker, transport))
                .localAddress());
    }

    /** Serves by {@link ServerHandshaker#listen}, with all that it counts and limits. */
    static int overPort(String name) throws IOException {
        return port(ServerHandshaker.create()
                .listen(group(name, 1), ANY_PORT, ListenOptions.defaults(), OurServer::keep)
                .localAddress());
    }

    /** Serves by the handler for pipelines, over epoll. */
    static int inPipeline() throws InterruptedException {
        ServerHandshaker handshaker = ServerHandshaker.create();
        Channel server = new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new NettyHandshakeHandler(handshaker), new Closer());
                    }
                })
                .bind(ANY_PORT)
                .sync()
                .channel();
        return port(server.localAddress());
    }

    private static TransportGroup group(String name, int loops) throws IOException {
        return Transports.named(name).open(TransportOptions.defaults().withThreads(loops));
    }

    private static int port(java.net.SocketAddress address) {
        return ((InetSocketAddress) address).getPort();
    }

    private static void accept(ServerHandshaker handshaker, ByteTransport transport) {
        if (!transport.blocks()) {
            handshaker.acceptAsync(transport).thenAccept(OurServer::keep);
            return;
        }
        try {
            keep(handshaker.accept(transport));
        } catch (IOException e) {
            // The peer has left early.
        }
    }

    private static void keep(Established open) {
        new UntilEnd(open.transport()).run();
    }

    /** Reads until the peer ends the connection, which it does by a reset. */
    private static final class UntilEnd implements Runnable {

        private static final ByteBuffer DROPPED = ByteBuffer.allocateDirect(1024);

        private final ByteTransport transport;

        UntilEnd(ByteTransport transport) {
            this.transport = transport;
        }

        @Override
        public void run() {
            try {
                // What is read is dropped, so it does not matter who else reads to there.
                int count = 1;
                while (count > 0) {
                    count = transport.read(transport.blocks() ? ByteBuffer.allocate(1) : DROPPED.clear(), this);
                }
                if (count == 0) {
                    return;
                }
            } catch (IOException e) {
                // Reset.
            }
            transport.close();
        }
    }
}
