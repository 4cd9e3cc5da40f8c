package dev.handshake.interop.messages;

import dev.handshake.interop.wire.Carrier;
import dev.handshake.interop.wire.MemoryCarrier;

class MessagesOverMemoryTest extends MessagesOverTransport {

    @Override
    Carrier open() {
        return new MemoryCarrier();
    }
}
