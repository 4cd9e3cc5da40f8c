package dev.handshake.netty;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;

/** Whether a channel's bytes come: automatically, or because somebody asks. Used on the event loop only. */
final class Reading {

    private boolean paused;

    /** Asks for bytes where that does not happen automatically. */
    static void goOn(ChannelHandlerContext context) {
        if (!context.channel().config().isAutoRead()) {
            context.read();
        }
    }

    /** Turns automatic reading off if it is on. */
    void pause(ChannelHandlerContext context) {
        ChannelConfig config = context.channel().config();
        if (config.isAutoRead()) {
            paused = true;
            config.setAutoRead(false);
        }
    }

    /** Turns it on again if it was turned off here. */
    void resume(ChannelHandlerContext context) {
        if (paused) {
            paused = false;
            context.channel().config().setAutoRead(true);
        }
    }
}
