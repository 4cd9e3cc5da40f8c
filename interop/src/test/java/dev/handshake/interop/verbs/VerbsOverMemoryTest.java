package dev.handshake.interop.verbs;

import dev.handshake.interop.wire.Carrier;
import dev.handshake.interop.wire.MemoryCarrier;

class VerbsOverMemoryTest extends VerbsOverTransport {

    @Override
    Carrier open() {
        return new MemoryCarrier();
    }
}
