package dev.handshake.bench.load;

import dev.handshake.bench.memory.Accept;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A 101 for whatever has a key in it, always in the same array. Not thread-safe. */
final class BareAnswer {

    private static final byte[] START = ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Accept: ")
            .getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] NAME = "\r\nsec-websocket-key: ".getBytes(StandardCharsets.ISO_8859_1);

    /** The size of the answer. */
    static final int BYTES = START.length + Accept.ACCEPT_BYTES + 4;

    private final byte[] response = new byte[BYTES];
    private final Accept accept;

    BareAnswer(Accept accept) {
        this.accept = accept;
        System.arraycopy(START, 0, response, 0, START.length);
        System.arraycopy(new byte[] {'\r', '\n', '\r', '\n'}, 0, response, BYTES - 4, 4);
    }

    /** Returns the answer to a request that is there as a whole; null if it is not. */
    byte @Nullable [] to(byte[] request, int length) {
        boolean whole = length > 4 && request[length - 1] == '\n' && request[length - 3] == '\n';
        int key = whole ? find(request, length - Accept.KEY_BYTES, NAME) : -1;
        if (key < 0) {
            return null;
        }
        accept.write(request, key, response, START.length);
        return response;
    }

    /** Returns the index behind a field name in lower case with the line end before it, or -1. */
    static int find(byte[] octets, int to, byte[] name) {
        for (int i = 0; i + name.length <= to; i++) {
            if (octets[i] == '\r' && isAt(octets, i, name)) {
                return i + name.length;
            }
        }
        return -1;
    }

    private static boolean isAt(byte[] octets, int at, byte[] name) {
        for (int i = 2; i < name.length; i++) {
            if ((octets[at + i] | 0x20) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
