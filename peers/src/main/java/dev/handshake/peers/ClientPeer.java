package dev.handshake.peers;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A WebSocket client of some library. One thread at a time uses it, many handshakes after another. */
public interface ClientPeer extends Closeable {

    /** How long a handshake may take: longer than a peer that answers at all needs on the loopback address. */
    Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Opens a WebSocket and drops the connection again.
     *
     * @param uri where to, {@code ws:}
     * @param subprotocols those to offer; empty offers none
     * @param extensions what to offer, in the words of the field, or empty. A library that is not told in words offers
     *     permessage-deflate in its own way, or not; one that can't be told does what it always does.
     * @throws Exception if the library did not open it: what it threw, or reported, as the cause
     */
    void open(URI uri, List<String> subprotocols, String extensions) throws Exception;

    /**
     * Ends the threads of the library.
     *
     * @throws IOException if the library could not be stopped
     */
    @Override
    void close() throws IOException;
}
