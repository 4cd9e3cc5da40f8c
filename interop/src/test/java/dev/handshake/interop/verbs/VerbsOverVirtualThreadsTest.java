package dev.handshake.interop.verbs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshake.interop.wire.Carrier;
import dev.handshake.interop.wire.SocketCarrier;
import dev.handshake.spi.TransportOptions;
import java.util.concurrent.ThreadFactory;

/** The blocking transport with a virtual thread for each connection. */
class VerbsOverVirtualThreadsTest extends VerbsOverTransport {

    @Override
    Carrier open() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads need JDK 21 or later");
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        ThreadFactory factory = (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
        return new SocketCarrier("blocking", TransportOptions.defaults().withThreadFactory(factory));
    }
}
