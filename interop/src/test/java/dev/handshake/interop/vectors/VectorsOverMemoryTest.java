package dev.handshake.interop.vectors;

import dev.handshake.interop.wire.Carrier;
import dev.handshake.interop.wire.MemoryCarrier;

class VectorsOverMemoryTest extends VectorsOverTransport {

    @Override
    Carrier open() {
        return new MemoryCarrier();
    }
}
