package dev.handshake.netty;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a listener look away for a while when it can't accept. The usual cause is that no file descriptor is left; the
 * connection then stays in the backlog, and would be reported over and over. Netty's own handler behind this one does the
 * same for a whole second, but lets each failure through to the log.
 */
final class AcceptOutage extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(AcceptOutage.class);

    private static final long PAUSE_MILLIS = 100;

    /** After so long without a failure, the next one is news. */
    private static final long OVER_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Made before it is needed: without descriptors, no class can be loaded from a directory. */
    private Runnable resume = () -> {};

    private boolean failedBefore;
    private long failedNanos;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ChannelConfig config = context.channel().config();
        resume = () -> config.setAutoRead(true);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ChannelConfig config = context.channel().config();
        if (config.isAutoRead()) {
            config.setAutoRead(false);
            context.executor().schedule(resume, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
        long now = System.nanoTime();
        boolean news = !failedBefore || now - failedNanos > OVER_NANOS;
        failedBefore = true;
        failedNanos = now;
        if (news) {
            LOG.warn("{} can't accept, and will try again every 100 ms: {}", context.channel(), cause.toString());
        }
    }
}
