package dev.handshake;

import dev.handshake.spi.ByteTransport;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The transports that a handshake is going on over: two at once would steal each other's octets. */
final class InProgress {

    private static final Set<Key> TRANSPORTS = ConcurrentHashMap.newKeySet();

    private InProgress() {}

    static void begin(ByteTransport transport) {
        if (!TRANSPORTS.add(new Key(transport))) {
            throw new IllegalStateException("a handshake is going on over this transport already: " + transport);
        }
    }

    static void end(ByteTransport transport) {
        TRANSPORTS.remove(new Key(transport));
    }

    /** Compares by identity, whatever a transport thinks of being equal. */
    private record Key(ByteTransport transport) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.transport == transport;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(transport);
        }
    }
}
