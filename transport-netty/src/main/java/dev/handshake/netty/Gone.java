package dev.handshake.netty;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** A handler where Netty insists on one: leaves at once. */
@ChannelHandler.Sharable
final class Gone extends ChannelInboundHandlerAdapter {

    static final Gone AT_ONCE = new Gone();

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.pipeline().remove(this);
    }
}
