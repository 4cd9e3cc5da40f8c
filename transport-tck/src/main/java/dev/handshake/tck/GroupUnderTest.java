package dev.handshake.tck;

import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;

/** What the author of a group tells the kit. Implemented by way of {@link TransportGroupContract}. */
public interface GroupUnderTest {

    /**
     * Opens a group.
     *
     * @param options what it must honour
     * @return a group, which the test closes
     * @throws Exception if it can't be opened, which fails the test
     */
    TransportGroup open(TransportOptions options) throws Exception;

    /**
     * Names an address to listen at that is free.
     *
     * @return any free port of this machine's own address, unless overridden
     */
    default SocketAddress anywhere() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /**
     * Returns how long a test waits for what a rule promises before it fails.
     *
     * @return 10 s, unless overridden; at least 1 ms
     */
    default Duration patience() {
        return Duration.ofSeconds(10);
    }
}
