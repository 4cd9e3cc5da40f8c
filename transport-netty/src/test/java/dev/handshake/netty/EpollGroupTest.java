package dev.handshake.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EpollGroupTest extends NettyTransportGroupTest {

    EpollGroupTest() {
        super(NettyKind.EPOLL);
    }

    @Test
    void readsOnceBeforeAnybodyAsksAndThenPauses() throws Exception {
        BlockingQueue<NettyTransport> arrived = new LinkedBlockingQueue<>();
        BlockingQueue<Object> delivered = new LinkedBlockingQueue<>();
        try (TransportGroup group = open(TransportOptions.defaults())) {
            TransportListener listener =
                    group.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), accepted -> {
                        NettyTransport transport = (NettyTransport) accepted;
                        transport.channel().pipeline().addFirst(new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext context, Object message) {
                                context.fireChannelRead(message);
                                delivered.add(message);
                            }
                        });
                        arrived.add(transport);
                    });
            try (SocketChannel client = SocketChannel.open(listener.localAddress())) {
                NettyTransport transport = next(arrived);
                client.write(ByteBuffer.wrap(new byte[] {'a'}));
                next(delivered);
                client.write(ByteBuffer.wrap(new byte[] {'b'}));
                try (SocketChannel later = SocketChannel.open(listener.localAddress())) {
                    next(arrived);
                }
                assertThat(delivered).isEmpty();

                ByteBuffer received = ByteBuffer.allocate(8);
                BlockingQueue<String> retries = new LinkedBlockingQueue<>();
                assertThat(transport.read(received, () -> {})).isOne();
                assertThat(transport.read(received, () -> retries.add("retry"))).isZero();
                next(retries);
                assertThat(transport.read(received, () -> {})).isOne();
                assertThat(received.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {'a', 'b'}));
            }
        }
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(Loopback.BOUND_SECONDS, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }
}
