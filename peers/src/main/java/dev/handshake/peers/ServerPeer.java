package dev.handshake.peers;

import java.io.Closeable;
import java.io.IOException;

/**
 * A WebSocket server of some library. It accepts an upgrade at every path and from every origin, speaks the subprotocols
 * {@code chat} and {@code superchat}, and says nothing once a connection is open.
 */
public interface ServerPeer {

    /**
     * Begins to listen on 127.0.0.1; returns when connections are accepted.
     *
     * @param port the port; 0 is any free one
     * @param deflate whether to agree to compression where the library leaves that off
     * @return what listens, the caller's to close
     * @throws Exception if the library could not be started, for whatever reason of its own
     */
    Listening listen(int port, boolean deflate) throws Exception;

    /** A server that accepts connections. */
    interface Listening extends Closeable {

        /**
         * Returns the port.
         *
         * @return the port that was bound
         */
        int port();

        /**
         * Ends the server with its connections and threads.
         *
         * @throws IOException if the library could not be stopped
         */
        @Override
        void close() throws IOException;

        /**
         * Makes one of its parts.
         *
         * @param port the port that was bound
         * @param end ends the server
         * @return both
         */
        static Listening of(int port, Ending end) {
            return new Listening() {
                @Override
                public int port() {
                    return port;
                }

                @Override
                public void close() throws IOException {
                    Ending.run(end);
                }
            };
        }
    }
}
