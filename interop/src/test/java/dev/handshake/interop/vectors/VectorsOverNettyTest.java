package dev.handshake.interop.vectors;

import dev.handshake.interop.wire.Carrier;
import dev.handshake.interop.wire.SocketCarrier;
import java.io.IOException;

class VectorsOverNettyTest extends VectorsOverTransport {

    @Override
    Carrier open() throws IOException {
        return new SocketCarrier("netty");
    }
}
