package dev.handshake.netty;

import io.netty.channel.Channel;
import java.io.IOException;

/** How a connected channel becomes a transport. */
interface Adoption {
    NettyTransport transport(Channel channel) throws IOException;
}
