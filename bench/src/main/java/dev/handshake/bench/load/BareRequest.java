package dev.handshake.bench.load;

import dev.handshake.bench.memory.Accept;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** A request that is there but for its key, always in the same array, and the look for what answers it. Not thread-safe. */
final class BareRequest {

    private static final byte[] ACCEPT = "\r\nsec-websocket-accept: ".getBytes(StandardCharsets.ISO_8859_1);

    private final SecureRandom random;
    private final Accept accept = new Accept();
    private final byte[] nonce = new byte[16];
    private final byte[] request;
    private final int keyAt;

    BareRequest(int port, SecureRandom random) {
        this.random = random;
        String start = "GET /chat HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ";
        keyAt = start.length();
        request = (start + "x".repeat(Accept.KEY_BYTES) + "\r\nSec-WebSocket-Version: 13\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns it with a fresh key, and writes down what answers that. */
    byte[] next(byte[] expected) {
        random.nextBytes(nonce);
        byte[] key = Base64.getEncoder().encode(nonce);
        System.arraycopy(key, 0, request, keyAt, key.length);
        accept.write(request, keyAt, expected, 0);
        return request;
    }

    /** Tells whether a response that was read as a whole has what is expected. */
    static boolean isAnsweredBy(byte[] response, int count, byte[] expected) {
        int at = BareAnswer.find(response, count - Accept.ACCEPT_BYTES, ACCEPT);
        return at >= 0 && Arrays.equals(response, at, at + expected.length, expected, 0, expected.length);
    }

    /** Says what came instead. */
    static String complaint(byte[] response, int count) {
        return count < 0
                ? "the server has ended the connection"
                : "not the answer: " + new String(response, 0, count, StandardCharsets.ISO_8859_1);
    }
}
