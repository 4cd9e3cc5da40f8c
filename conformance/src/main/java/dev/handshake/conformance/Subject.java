package dev.handshake.conformance;

import dev.handshake.Role;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * A side under test, and the way to it. {@link Engines}, {@link ScannedServer} and {@link TestedClient} are there;
 * whoever has a handshake of another kind implements this. Used by one thread at a time.
 */
public interface Subject extends Closeable {

    /**
     * Names it for a report.
     *
     * @return such as its URL
     */
    String name();

    /**
     * Returns what it is.
     *
     * @return the role of the side under test
     */
    Role role();

    /**
     * Finds out whether a good handshake succeeds, and whatever else must be known before the cases are run.
     *
     * @param cases those that will be run
     * @throws NotReadyException if a good handshake fails, so that the cases would prove nothing
     * @throws IOException if the side under test is not reached
     */
    default void prepare(List<ConformanceCase> cases) throws IOException {}

    /**
     * Runs one case. Waits for its end, for a bounded time.
     *
     * @param it the case
     * @param delivery how to hand its octets over
     * @return what was seen
     * @throws IOException if the side under test is not reached
     */
    Observation observe(ConformanceCase it, Delivery delivery) throws IOException;

    @Override
    default void close() {}
}
