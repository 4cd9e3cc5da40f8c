package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;

/**
 * A freshly connected pair of ends, made for one test, which closes both and then {@code afterwards}.
 *
 * @param tested the end whose rules are examined
 * @param peer the other end: of the same kind, or any transport that is known to be good
 * @param afterwards frees what else was opened for this pair, such as a listener or a group of threads; called once both
 *     ends are closed
 */
public record TransportPair(ByteTransport tested, ByteTransport peer, AutoCloseable afterwards) {

    /**
     * Makes a pair with nothing to free but its ends.
     *
     * @param tested the end whose rules are examined
     * @param peer the other end
     */
    public TransportPair(ByteTransport tested, ByteTransport peer) {
        this(tested, peer, () -> {});
    }
}
