package dev.handshake.tls;

import java.nio.ByteBuffer;

/**
 * Tells from a connection's first bytes whether the client speaks TLS. Does no I/O and consumes nothing; stateless, so
 * thread-safe.
 *
 * <p>A client that speaks TLS begins with a ClientHello, so byte 0 is 0x16 (a handshake record, RFC 8446, section 5.1),
 * byte 5 is 0x01 (RFC 8446, section 4), and the record's length, bytes 3 and 4, is at least 34, the least of a hello,
 * or the hello's own length, bytes 6 to 8, says that it goes on in further records. An HTTP request, in any version,
 * differs in its first byte.
 */
public final class TlsDetector {

    /** The most bytes that an answer can need. */
    public static final int MOST_BYTES = 9;

    private static final int HANDSHAKE = 0x16;
    private static final int CLIENT_HELLO = 0x01;
    private static final int LEAST_HELLO_BYTES = 34;
    private static final int LENGTH_AT = 3;
    private static final int TYPE_AT = 5;
    private static final int HELLO_LENGTH_AT = 6;
    private static final int MESSAGE_HEADER_BYTES = 4;

    /** What the bytes say. */
    public enum Answer {

        /** They begin a TLS handshake. */
        TLS,

        /** They don't. */
        NOT_TLS,

        /** They may go on to be either. Never the answer to {@link #MOST_BYTES} bytes or more. */
        NEED_MORE
    }

    private TlsDetector() {}

    /**
     * Looks at the first bytes of a connection. The answer comes with the first byte that decides; more bytes don't
     * change it.
     *
     * @param bytes what was received so far, from position to limit; any number, and nothing of it is changed
     * @return whether they begin a TLS handshake
     */
    public static Answer detect(ByteBuffer bytes) {
        int count = bytes.remaining();
        if (count == 0) {
            return Answer.NEED_MORE;
        }
        if (at(bytes, 0) != HANDSHAKE) {
            return Answer.NOT_TLS;
        }
        if (count <= LENGTH_AT + 1) {
            return Answer.NEED_MORE;
        }
        int recordBytes = at(bytes, LENGTH_AT) << Byte.SIZE | at(bytes, LENGTH_AT + 1);
        if (recordBytes == 0) {
            return Answer.NOT_TLS; // which no handshake record may be
        }
        if (count <= TYPE_AT) {
            return Answer.NEED_MORE;
        }
        if (at(bytes, TYPE_AT) != CLIENT_HELLO) {
            return Answer.NOT_TLS;
        }
        // Of a header that is not complete in this record, the rest is in the next.
        boolean tls = recordBytes >= LEAST_HELLO_BYTES || recordBytes < MESSAGE_HEADER_BYTES;
        return tls ? Answer.TLS : goesOn(bytes, count, recordBytes);
    }

    private static Answer goesOn(ByteBuffer bytes, int count, int recordBytes) {
        for (int i = HELLO_LENGTH_AT; i < MOST_BYTES - 1 && i < count; i++) {
            if (at(bytes, i) != 0) {
                return Answer.TLS;
            }
        }
        if (count < MOST_BYTES) {
            return Answer.NEED_MORE;
        }
        return MESSAGE_HEADER_BYTES + at(bytes, MOST_BYTES - 1) > recordBytes ? Answer.TLS : Answer.NOT_TLS;
    }

    private static int at(ByteBuffer bytes, int index) {
        return Byte.toUnsignedInt(bytes.get(bytes.position() + index));
    }
}
