package dev.handshake.interop.verbs;

import dev.handshake.interop.wire.Carrier;
import dev.handshake.interop.wire.SocketCarrier;
import java.io.IOException;

class VerbsOverNioTest extends VerbsOverLoops {

    @Override
    Carrier open() throws IOException {
        return new SocketCarrier("nio");
    }
}
