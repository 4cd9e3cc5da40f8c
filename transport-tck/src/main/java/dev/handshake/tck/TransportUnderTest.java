package dev.handshake.tck;

import java.time.Duration;
import java.util.Set;

/** What the author of a transport tells the kit. Implemented by way of {@link ByteTransportContract}. */
public interface TransportUnderTest {

    /**
     * Opens a connected pair. Called once for each test.
     *
     * @return two ends that nothing was read from or written to, with room for at least 64 bytes in each direction; the
     *     test closes them
     * @throws Exception if it can't be opened, which fails the test
     */
    TransportPair open() throws Exception;

    /**
     * Names the optional abilities that this transport lacks; the tests that need one are skipped with that reason.
     *
     * @return none, unless overridden
     */
    default Set<Ability> missing() {
        return Set.of();
    }

    /**
     * Returns how long a test waits for what a rule promises before it fails. A transport that keeps the rules never
     * waits so long, so a small value makes no test quicker; it only makes a slow machine look like a fault.
     *
     * @return 10 s, unless overridden; at least 1 ms
     */
    default Duration patience() {
        return Duration.ofSeconds(10);
    }
}
