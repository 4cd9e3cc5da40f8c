package dev.handshake.peers;

import java.io.IOException;
import java.io.InterruptedIOException;

/** Ends a library, in its own way. */
@FunctionalInterface
public interface Ending {

    /**
     * Ends it.
     *
     * @throws Exception if it could not be ended
     */
    void end() throws Exception;

    /**
     * Ends a library, in the way of a {@link java.io.Closeable}.
     *
     * @param ending how
     * @throws IOException if it could not be ended; also if the thread was interrupted, which it then still is
     */
    static void run(Ending ending) throws IOException {
        try {
            ending.end();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a library was ended");
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
