package dev.handshake.blocking;

import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.spi.TransportProvider;

/**
 * Offers sockets with a thread for each connection, under the name {@code blocking} and with rank 0.
 *
 * <p>What its groups do beyond {@link TransportGroup}'s contract:
 * <ul>
 * <li>A connection that was accepted is handed to {@code onConnection} on a thread of its own, which may wait as long as
 * it likes. When {@code onConnection} returns, the thread is given back; the connection stays open until its owner, the
 * peer or the group ends it.</li>
 * <li>Those threads are virtual where the JDK has virtual threads (21 and later), else daemon threads, which serve
 * another connection when they are free and end after ten seconds without one. The threads of a
 * {@link TransportOptions#threadFactory()} are treated as the latter. Each listener has one thread more, each attempt to
 * connect one while it lasts; what depends on the future of an attempt and is not given an executor runs on it.</li>
 * <li>{@link TransportGroup#close()} closes everything, interrupts the group's threads that are still at work, and waits
 * for them, so an {@code onConnection} that heeds neither a closed connection nor an interrupt holds it up. An interrupt
 * of the closing thread does not cut the waiting short; it is kept.</li>
 * <li>When the system has no descriptor or thread for another connection, the listener tries again ten times a second
 * and logs one warning; the next one only after ten seconds without a failure.</li>
 * <li>Addresses are {@link java.net.InetSocketAddress}; others are an {@link IllegalArgumentException}. They are
 * connected to directly: the JDK's settings for a SOCKS proxy do not apply.</li>
 * </ul>
 */
public final class BlockingTransportProvider implements TransportProvider {

    /** Makes the provider; it holds nothing. */
    public BlockingTransportProvider() {}

    /**
     * Returns the name.
     *
     * @return {@code blocking}
     */
    @Override
    public String name() {
        return "blocking";
    }

    @Override
    public TransportGroup open(TransportOptions options) {
        return new BlockingTransportGroup(options);
    }
}
