package dev.handshake.netty;

import dev.handshake.ConnectionInfo;
import io.netty.channel.Channel;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a channel tells of itself while it is connected; a closed one no longer does. */
record ChannelConnection(
        @Nullable SocketAddress remote, @Nullable SocketAddress local, boolean secure) implements ConnectionInfo {

    static ChannelConnection of(Channel channel) {
        return new ChannelConnection(channel.remoteAddress(), channel.localAddress(), Tls.isIn(channel));
    }

    @Override
    public Optional<SocketAddress> remoteAddress() {
        return Optional.ofNullable(remote);
    }

    @Override
    public Optional<SocketAddress> localAddress() {
        return Optional.ofNullable(local);
    }

    @Override
    public String toString() {
        return local + " to " + remote + (secure ? " over TLS" : "");
    }
}
