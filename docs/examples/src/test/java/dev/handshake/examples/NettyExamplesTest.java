package dev.handshake.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Established;
import dev.handshake.ServerHandshaker;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NettyExamplesTest {

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final CompletableFuture<Established> opened = new CompletableFuture<>();

    @AfterEach
    void endLoops() throws Exception {
        assertThat(loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void acceptsWhatNettyHasParsedAndKeepsTheFrameBehindIt() throws Exception {
        String answer = Wire.exchange(listen(behindTheCodec()), Wire.UPGRADE + Wire.FRAME, Wire.ACCEPTED + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 101 ");
        Established open = opened.get(20, TimeUnit.SECONDS);
        assertThat(open.request().target()).isEqualTo("/chat?room=7");
        ByteBuffer first = ByteBuffer.allocate(100);
        open.transport().read(first, () -> {}); // it has come along with the request, so it is there
        assertThat(StandardCharsets.ISO_8859_1.decode(first.flip()).toString()).isEqualTo(Wire.FRAME);
        open.transport().close();
    }

    @Test
    void answersPlainHttpThroughThePipeline() throws Exception {
        assertThat(Wire.exchange(listen(behindTheCodec()), Wire.PLAIN, null))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("hello\n");
    }

    @Test
    void aBrokenHandshakeBehindTheCodecIsRefused() throws Exception {
        assertThat(Wire.exchange(listen(behindTheCodec()), Wire.BROKEN, null)).startsWith("HTTP/1.1 426 ");
        assertThat(opened).failsWithin(20, TimeUnit.SECONDS);
    }

    @Test
    void nettysFramesGoThroughBehindOurHandshake() throws Exception {
        InetSocketAddress address = listen(new BeforeNettysFrames(ServerHandshaker.create()));
        assertThat(Wire.exchange(address, Wire.UPGRADE + Wire.FRAME, "\u0081\u0002hi"))
                .startsWith("HTTP/1.1 101 ")
                .contains(Wire.ACCEPTED);
        assertThat(Wire.exchange(address, Wire.BROKEN, null)).startsWith("HTTP/1.1 426 ");
    }

    private ChannelHandler behindTheCodec() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(
                                new HttpServerCodec(),
                                new BehindNettysHttpCodec(ServerHandshaker.create(), (open, failure) -> {
                                    if (failure == null) {
                                        opened.complete(open);
                                    } else {
                                        opened.completeExceptionally(failure);
                                    }
                                }));
            }
        };
    }

    private InetSocketAddress listen(ChannelHandler handler) throws Exception {
        Channel listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(handler)
                .bind(Wire.anyPort())
                .sync()
                .channel();
        return (InetSocketAddress) listening.localAddress();
    }
}
