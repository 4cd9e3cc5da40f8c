package dev.handshake.spi;

import java.io.IOException;
import java.util.Optional;

/**
 * A kind of transport that can be picked by name or by rank. Found by {@link java.util.ServiceLoader}, so an
 * implementation is public, has a public constructor without arguments (or a static {@code provider()} method), and is
 * named in {@code module-info} and in {@code META-INF/services}. Thread-safe, and cheap to make: whatever is dear
 * happens in {@link #open}.
 */
public interface TransportProvider {

    /**
     * Returns the name by which a user picks this transport.
     *
     * @return lower-case ASCII letters, digits and hyphens: {@code nio}, {@code blocking}, {@code netty}
     */
    String name();

    /**
     * Returns the place of this transport among others. Where no name is given, the available provider of the highest
     * rank is taken; of several with one rank, the first by name.
     *
     * @return any number; 0 unless there is a reason
     */
    default int rank() {
        return 0;
    }

    /**
     * Tells whether this transport can be used here, and why not.
     *
     * @return empty if it can; else the reason as a sentence for a person, such as {@code "needs Linux"}
     */
    default Optional<String> unavailable() {
        return Optional.empty();
    }

    /**
     * Opens a group, which owns the threads that its transports need.
     *
     * @param options how many threads, which socket options
     * @return the group; the caller closes it
     * @throws IOException if the system refused what the group needs, such as a selector
     */
    TransportGroup open(TransportOptions options) throws IOException;
}
