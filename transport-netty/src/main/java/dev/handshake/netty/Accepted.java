package dev.handshake.netty;

import dev.handshake.spi.ByteTransport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a transport of each connection that a listener accepted, and hands it over, on its event loop. */
@ChannelHandler.Sharable
final class Accepted extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Accepted.class);

    private final Consumer<? super ByteTransport> onConnection;
    private final Adoption adoption;

    Accepted(Consumer<? super ByteTransport> onConnection, Adoption adoption) {
        this.onConnection = onConnection;
        this.adoption = adoption;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Channel channel = context.channel();
        channel.pipeline().remove(this);
        NettyTransport transport;
        try {
            transport = adoption.transport(channel);
        } catch (IOException | RuntimeException e) {
            LOG.debug("a connection was lost while it was accepted", e);
            channel.close();
            return;
        } catch (Error e) {
            channel.close();
            throw e;
        }
        try {
            onConnection.accept(transport);
        } catch (Throwable t) {
            LOG.error("onConnection failed; {} is closed", transport, t);
            transport.close();
        }
    }
}
