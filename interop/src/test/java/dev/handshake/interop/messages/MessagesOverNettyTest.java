package dev.handshake.interop.messages;

import dev.handshake.interop.wire.Carrier;
import dev.handshake.interop.wire.SocketCarrier;
import java.io.IOException;

class MessagesOverNettyTest extends MessagesOverTransport {

    @Override
    Carrier open() throws IOException {
        return new SocketCarrier("netty");
    }
}
