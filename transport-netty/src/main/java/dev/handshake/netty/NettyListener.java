package dev.handshake.netty;

import dev.handshake.spi.TransportListener;
import io.netty.channel.Channel;
import java.net.SocketAddress;

/** A bound channel. */
final class NettyListener implements TransportListener {

    private final Channel channel;
    private final SocketAddress localAddress;

    NettyListener(Channel channel) {
        this.channel = channel;
        this.localAddress = channel.localAddress();
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public String toString() {
        return "NettyListener[" + localAddress + (channel.isOpen() ? "]" : ", closed]");
    }
}
