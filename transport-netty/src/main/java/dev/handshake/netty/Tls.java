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

    /** Ends our half once all that was written before has gone out, as far as the channel can. */
    static void endOutput(Channel channel) {
        if (channel instanceof DuplexChannel duplex) {
            // Directly, a shutdown would throw away what waits to be sent.
            lastWrite(channel).addListener(written -> {
                if (written.isSuccess()) {
                    duplex.shutdownOutput();
                }
            });
        }
    }

    private static ChannelFuture lastWrite(Channel channel) {
        return isIn(channel) ? Handler.closeOutbound(channel) : channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
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

        static ChannelFuture closeOutbound(Channel channel) {
            return channel.pipeline().get(SslHandler.class).closeOutbound();
        }
    }
}
