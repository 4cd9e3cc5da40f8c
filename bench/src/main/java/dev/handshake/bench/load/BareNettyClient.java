package dev.handshake.bench.load;

import dev.handshake.bench.memory.Accept;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The least that a client over Netty can do: what {@link BareClient} does, in a pipeline of one handler. It shows what of
 * the difference between a client over Netty and one over a selector is Netty's.
 */
final class BareNettyClient {

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final InetSocketAddress server;
    private final BareRequest request;
    private final byte[] response = new byte[4096];

    // Of the loop's thread while it runs.
    private int left;
    private int opened;
    private CountDownLatch ended = new CountDownLatch(0);

    BareNettyClient(int port) {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        request = new BareRequest(port, new SecureRandom());
    }

    /** Does so many handshakes; returns how many succeeded. */
    int run(int count, int atOnce) throws InterruptedException {
        left = count;
        opened = 0;
        ended = new CountDownLatch(count);
        loop.execute(() -> {
            for (int i = 0; i < atOnce; i++) {
                next();
            }
        });
        ended.await();
        return opened;
    }

    private void next() {
        if (left-- > 0) {
            Channel channel = new EpollSocketChannel(SocketProtocolFamily.INET);
            channel.config().setConnectTimeoutMillis(0);
            channel.pipeline().addLast(new Handshake());
            loop.register(channel);
            channel.connect(server).addListener(this::connected);
        }
    }

    private void connected(Future<?> connected) {
        if (!connected.isSuccess()) {
            end("not connected: " + connected.cause());
        }
    }

    private void end(@Nullable String complaint) {
        if (complaint == null) {
            opened++;
        } else {
            System.err.println("a handshake has failed: " + complaint);
        }
        ended.countDown();
        next();
    }

    private final class Handshake extends ChannelInboundHandlerAdapter {

        private final byte[] expected = new byte[Accept.ACCEPT_BYTES];
        private boolean answered;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            byte[] octets = request.next(expected);
            ByteBuf out = context.alloc().ioBuffer(octets.length).writeBytes(octets);
            context.writeAndFlush(out);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf in = (ByteBuf) message;
            int count = in.readableBytes();
            in.readBytes(response, 0, count).release();
            answered = true;
            context.close();
            end(BareRequest.isAnsweredBy(response, count, expected) ? null : BareRequest.complaint(response, count));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (!answered) {
                end("the connection has ended");
            }
        }
    }
}
