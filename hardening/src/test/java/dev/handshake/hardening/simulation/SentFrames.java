package dev.handshake.hardening.simulation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The frames in the octets that one side of a WebSocket has written, behind its part of the handshake. */
final class SentFrames {

    private static final int CLOSE = 8;

    private final ByteBuffer octets;

    SentFrames(String written) {
        int end = written.indexOf("\r\n\r\n");
        octets = StandardCharsets.ISO_8859_1.encode(end < 0 ? "" : written.substring(end + 4));
    }

    /** Tells how many octets there are behind the first close frame, of which there must be none (RFC 6455, 5.5.1). */
    int behindTheClose() {
        while (octets.remaining() >= 2) {
            int opcode = octets.get() & 15;
            long length = length();
            if (length > octets.remaining()) {
                return 0;
            }
            octets.position(octets.position() + (int) length);
            if (opcode == CLOSE) {
                return octets.remaining();
            }
        }
        return 0;
    }

    /** Of the key and the payload; more than there is if the rest of the header is missing. */
    private long length() {
        int second = octets.get() & 0xff;
        int small = second & 0x7f;
        int extended = small == 126 ? Short.BYTES : small == 127 ? Long.BYTES : 0;
        if (extended > octets.remaining()) {
            return Long.MAX_VALUE;
        }
        long payload = extended == 0 ? small : extended == Short.BYTES ? octets.getShort() & 0xffff : octets.getLong();
        return payload + (second > 0x7f ? Integer.BYTES : 0);
    }
}
