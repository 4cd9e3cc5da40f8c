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

    private byte[] octets = plain();
    private ByteBuffer buffer = ByteBuffer.wrap(octets);
    private int from;

    private static byte[] plain() {
        byte[] plain = Arrays.copyOf(START, START.length + SecWebSocketKey.ACCEPT_BYTES + 4);
        Arrays.fill(plain, START.length + SecWebSocketKey.ACCEPT_BYTES, plain.length, (byte) '\r');
        plain[plain.length - 3] = '\n';
        plain[plain.length - 1] = '\n';
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
        from = expected ? CONTINUE.length : 0;
        byte[] plain = more.isEmpty() && !expected && octets.length == plainBytes() ? octets : plain();
        int key = head.only(Field.SEC_WEBSOCKET_KEY);
        SecWebSocketKey.accept(head.bytes, head.valueFrom(key), head.valueTo(key), plain, START.length);
        if (more.isEmpty() && !expected) {
            use(plain);
        } else {
            String text = (expected ? Grammar.text(CONTINUE, 0, CONTINUE.length) : "")
                    + Grammar.text(plain, 0, plain.length - 2) + more + "\r\n";
            use(Grammar.ascii(text));
        }
        return buffer.clear();
    }

    private static int plainBytes() {
        return START.length + SecWebSocketKey.ACCEPT_BYTES + 4;
    }

    private void use(byte[] rendered) {
        if (octets != rendered) {
            octets = rendered;
            buffer = ByteBuffer.wrap(rendered);
        }
    }

    /** Returns the octets of the 101, without a 100 in front. */
    byte[] octets() {
        return Arrays.copyOfRange(octets, from, octets.length);
    }
}
