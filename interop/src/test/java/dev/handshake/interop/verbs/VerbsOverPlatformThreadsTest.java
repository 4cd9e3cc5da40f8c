package dev.handshake.interop.verbs;

import dev.handshake.interop.wire.Carrier;
import dev.handshake.interop.wire.SocketCarrier;
import dev.handshake.spi.TransportOptions;
import java.io.IOException;

/** The blocking transport as JDKs before 21 have it, and those who ask for it. */
class VerbsOverPlatformThreadsTest extends VerbsOverTransport {

    @Override
    Carrier open() throws IOException {
        return new SocketCarrier("blocking", TransportOptions.defaults().withThreadFactory(Thread::new));
    }
}
