package dev.handshake.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Looks for TLS in a pipeline. Netty's artifact for it is optional; without it there is none. */
final class Tls {

    private static final boolean PRESENT = isPresent();

    private Tls() {}

    static boolean isIn(Channel channel) {
        return PRESENT && Handler.isIn(channel);
    }

    /** What succeeds when the peer's close_notify comes, and fails if the channel closes without it. Null: there is no TLS. */
    static @Nullable Future<Channel> farewell(Channel channel) {
        return isIn(channel) ? Handler.farewell(channel) : null;
    }

    /** Ends our half once all that was written before has gone out, as far as the channel can. On the event loop only. */
    static void endOutput(Channel channel) {
        if (!(channel instanceof DuplexChannel duplex)) {
            return;
        }
        if (isIn(channel)) {
            Handler.endOutput(duplex);
        } else {
            shutdownBehind(channel.writeAndFlush(Unpooled.EMPTY_BUFFER), duplex);
        }
    }

    /** Directly, a shutdown would throw away what waits to be sent. */
    private static void shutdownBehind(ChannelFuture lastWrite, DuplexChannel channel) {
        lastWrite.addListener(written -> {
            if (written.isSuccess()) {
                channel.shutdownOutput();
            }
        });
    }

    private static boolean isPresent() {
        try {
            Class.forName("io.netty.handler.ssl.SslHandler", false, Tls.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** Apart, because it can't even be verified without the artifact. */
    private static final class Handler {

        static boolean isIn(Channel channel) {
            return channel.pipeline().get(SslHandler.class) != null;
        }

        static Future<Channel> farewell(Channel channel) {
            return channel.pipeline().get(SslHandler.class).sslCloseFuture();
        }

        /**
         * A close_notify throws away what was written and has not been encrypted. So it waits until the TLS handshake is done,
         * and then for a write of nothing, which shows that all before it has gone.
         */
        static void endOutput(DuplexChannel channel) {
            SslHandler handler = channel.pipeline().get(SslHandler.class);
            handler.handshakeFuture().addListener(shaken -> {
                if (shaken.isSuccess()) {
                    channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                            .addListener(written -> shutdownBehind(handler.closeOutbound(), channel));
                }
            });
        }
    }
}
