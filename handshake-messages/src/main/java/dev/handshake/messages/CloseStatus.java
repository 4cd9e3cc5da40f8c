package dev.handshake.messages;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Why a side closes: the content of a close frame, RFC 6455, 5.5.1 and 7.4.
 *
 * @param code 1000 to 4999 as {@link #mayBeSent} tells; or 1005, which is never on the wire and says that the frame was empty
 * @param reason a text for whoever looks for an error; perhaps empty
 */
public record CloseStatus(int code, String reason) {

    /** The purpose has been fulfilled. */
    public static final int NORMAL = 1000;

    /** The side goes away: a server that stops, a page that is left. */
    public static final int GOING_AWAY = 1001;

    /** Stands for an empty close frame; never on the wire. */
    public static final int NONE = 1005;

    /** Stands for a connection that ended without a close frame; never on the wire. */
    public static final int ABNORMAL = 1006;

    private static final int REASON_BYTES = Opcode.CONTROL_BYTES - 2;
    static final CloseStatus EMPTY = new CloseStatus(NONE, "");

    /**
     * Checks the parts.
     *
     * @param code see {@link #mayBeSent}; or 1005 with an empty reason
     * @param reason at most 123 octets as UTF-8
     * @throws IllegalArgumentException if such a frame must not be sent
     */
    public CloseStatus {
        if (code == NONE ? !reason.isEmpty() : !mayBeSent(code)) {
            throw new IllegalArgumentException("a close frame can't say " + code + " '" + reason + "'");
        }
        int octets = reason.getBytes(StandardCharsets.UTF_8).length;
        if (octets > REASON_BYTES) {
            throw new IllegalArgumentException(
                    "the reason for closing has " + octets + " octets; " + REASON_BYTES + " are the most");
        }
    }

    /**
     * Tells whether a code may be in a close frame. Those are the codes that the registry of RFC 6455, 11.7 holds for use on
     * the wire, among them 1012 to 1014, which came after the RFC; and 3000 to 4999, for libraries and for applications.
     * Not 1004, which has no meaning yet; not 1005, 1006 and 1015, which only stand for what was not on the wire.
     *
     * @param code the code
     * @return true if it may be sent, and must not be complained about when it comes
     */
    public static boolean mayBeSent(int code) {
        return code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014 || code >= 3000 && code <= 4999;
    }

    /** The status of a broken rule. */
    static CloseStatus of(MessageFailure failure) {
        return new CloseStatus(failure.code(), failure.name());
    }

    /** Reads the payload of a close frame. */
    static CloseStatus parse(byte[] payload) throws MessageException {
        if (payload.length == 0) {
            return EMPTY;
        }
        if (payload.length == 1) {
            throw new MessageException(MessageFailure.BAD_CLOSE_LENGTH);
        }
        int code = (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        if (!mayBeSent(code)) {
            throw new MessageException(MessageFailure.BAD_CLOSE_CODE);
        }
        if (!Utf8.isText(payload, 2, payload.length)) {
            throw new MessageException(MessageFailure.BAD_CLOSE_REASON);
        }
        return new CloseStatus(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
    }

    /** Makes the payload of a close frame. */
    ByteBuffer payload() {
        if (code == NONE) {
            return ByteBuffer.allocate(0);
        }
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + text.length)
                .putShort((short) code)
                .put(text)
                .flip();
    }
}
