package dev.handshake.interop.wire;

import java.io.Closeable;
import java.io.IOException;

/** The other end of a connection, which speaks in octets and knows nothing of the library. Its calls wait. */
public interface Peer extends Closeable {

    /** Sends octets in a segment of their own. */
    void send(String octets) throws IOException;

    /** Ends our half. */
    void end() throws IOException;

    /** Reads a head, up to and including its empty line, and not an octet more. */
    default String receiveHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append(receive(1));
        }
        return head.toString();
    }

    /** Reads exactly so many octets. */
    String receive(int count) throws IOException;

    /** Reads up to the end, or to the failure of the connection. */
    String receiveAll() throws IOException;

    @Override
    void close();
}
