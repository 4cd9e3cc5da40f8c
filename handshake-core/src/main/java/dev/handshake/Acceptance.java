package dev.handshake;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Renders the 101: a constant with the accept value in it (RFC 6455, 4.2.2, 5), and what else was agreed on behind it. */
final class Acceptance {

    private static final byte[] START = Grammar.ascii("HTTP/1.1 101 Switching Protocols\r\n"
            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ");
    private static final byte[] CONTINUE = Grammar.ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final byte[] END = Grammar.ascii("\r\n\r\n");

    private Acceptance() {}

    /**
     * Renders the answer to a request.
     *
     * @param more further header lines, each with its line end
     * @param expected whether a {@code 100 Continue} goes first, RFC 9110, 10.1.1
     */
    static ByteBuffer render(Head head, String more, boolean expected) {
        byte[] end = more.isEmpty() ? END : Grammar.ascii("\r\n" + more + "\r\n");
        int from = expected ? CONTINUE.length : 0;
        int at = from + START.length;
        byte[] octets = new byte[at + SecWebSocketKey.ACCEPT_BYTES + end.length];
        System.arraycopy(CONTINUE, 0, octets, 0, from);
        System.arraycopy(START, 0, octets, from, START.length);
        System.arraycopy(end, 0, octets, octets.length - end.length, end.length);
        accept(head, octets, at);
        return ByteBuffer.wrap(octets);
    }

    /** Renders another one over an answer that has nothing but the accept value in it. */
    static ByteBuffer renderOver(ByteBuffer plain, Head head) {
        accept(head, plain.array(), START.length);
        return plain.clear();
    }

    private static void accept(Head head, byte[] octets, int at) {
        int key = head.only(Field.SEC_WEBSOCKET_KEY);
        SecWebSocketKey.accept(head.bytes, key, head.valueTo(key), octets, at);
    }

    /** Returns the octets of the 101, without a 100 in front. Whoever keeps them must not have this written over. */
    static byte[] octets(ByteBuffer rendered) {
        byte[] octets = rendered.array();
        boolean continued = Grammar.startsWith(octets, 0, octets.length, CONTINUE);
        return continued ? Arrays.copyOfRange(octets, CONTINUE.length, octets.length) : octets;
    }
}
