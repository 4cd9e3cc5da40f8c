package dev.handshake;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Renders the 101: a constant with the accept value in it (RFC 6455, 4.2.2, 5). As long as nothing else goes into it, the
 * same octets are used again and again.
 */
final class Acceptance {

    private static final byte[] START = Grammar.ascii("HTTP/1.1 101 Switching Protocols\r\n"
            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ");
    private static final byte[] CONTINUE = Grammar.ascii("HTTP/1.1 100 Continue\r\n\r\n");

    /** The answer without anything else in it, whose accept value is written over for each request. */
    private final byte[] plain = plain();

    private final ByteBuffer plainBuffer = ByteBuffer.wrap(plain);
    private byte[] octets = plain;

    private static byte[] plain() {
        byte[] plain = Arrays.copyOf(START, START.length + SecWebSocketKey.ACCEPT_BYTES + 4);
        System.arraycopy(Grammar.ascii("\r\n\r\n"), 0, plain, plain.length - 4, 4);
        return plain;
    }

    /**
     * Renders the answer to a request.
     *
     * @param head the request
     * @param more further header lines, each with its line end
     * @param expected whether a {@code 100 Continue} goes first, RFC 9110, 10.1.1
     */
    ByteBuffer render(Head head, String more, boolean expected) {
        int key = head.only(Field.SEC_WEBSOCKET_KEY);
        SecWebSocketKey.accept(head.bytes, key, head.valueTo(key), plain, START.length);
        octets = more.isEmpty() ? plain : Grammar.ascii(Grammar.text(plain, 0, plain.length - 2) + more + "\r\n");
        if (expected) {
            return ByteBuffer.allocate(CONTINUE.length + octets.length)
                    .put(CONTINUE)
                    .put(octets)
                    .flip();
        }
        return octets == plain ? plainBuffer.clear() : ByteBuffer.wrap(octets);
    }

    /** Returns the octets of the 101, without a 100 in front. Whoever keeps them must not have this render again. */
    byte[] octets() {
        return octets;
    }
}
