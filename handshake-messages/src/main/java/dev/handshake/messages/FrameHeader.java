package dev.handshake.messages;

import dev.handshake.Role;
import java.nio.ByteBuffer;

/**
 * The header of the frame that is being read, RFC 6455, 5.2: taken octet by octet, so that it may be cut anywhere, and each
 * rule is checked at the first octet that breaks it.
 */
final class FrameHeader {

    private static final int SIXTEEN_BITS = 126;
    private static final int SIXTY_FOUR_BITS = 127;
    private static final int KEY_BYTES = 4;

    private final boolean masked;
    private final boolean compression;
    private final long frameBytes;

    /** How many octets of the header were read; how many belong to the length, and how many there are in all. */
    private int read;

    private int lengthEnd;
    private int end;

    private int first;
    private int key;
    private long length;

    /** Whether a message is under way, with frames to follow. */
    private boolean unended;

    FrameHeader(Role role, boolean compression, long frameBytes) {
        this.masked = role == Role.SERVER;
        this.compression = compression;
        this.frameBytes = frameBytes;
    }

    /** Goes on reading; true when the header is whole. The next call begins the next frame's. */
    boolean read(ByteBuffer in) throws MessageException {
        while (in.hasRemaining()) {
            int octet = in.get() & 0xff;
            int at = read++;
            if (at == 0) {
                begin(octet);
            } else if (at == 1) {
                second(octet);
            } else if (at < lengthEnd) {
                length = length << 8 | octet;
                checkLength(at);
            } else {
                key = key << 8 | octet;
            }
            if (at > 0 && read == end) {
                finish();
                return true;
            }
        }
        return false;
    }

    private void begin(int octet) throws MessageException {
        int opcode = octet & Opcode.OPCODE_BITS;
        int bits = octet & Opcode.RESERVED_BITS;
        // RFC 7692, 6: the first frame of a message says whether it is compressed.
        boolean mayBeCompressed = compression && (opcode == Opcode.TEXT || opcode == Opcode.BINARY);
        check((bits & ~(mayBeCompressed ? Opcode.RSV1 : 0)) == 0, MessageFailure.RESERVED_BIT);
        check(Opcode.isKnown(opcode), MessageFailure.RESERVED_OPCODE);
        if (Opcode.isControl(opcode)) {
            check((octet & Opcode.FIN) != 0, MessageFailure.FRAGMENTED_CONTROL);
        } else if (opcode == Opcode.CONTINUATION) {
            check(unended, MessageFailure.NOTHING_TO_CONTINUE);
        } else {
            check(!unended, MessageFailure.MESSAGE_NOT_ENDED);
        }
        first = octet;
        key = 0;
    }

    private void second(int octet) throws MessageException {
        check((octet & Opcode.MASK) != 0 || !masked, MessageFailure.NOT_MASKED);
        check((octet & Opcode.MASK) == 0 || masked, MessageFailure.MASKED);
        int small = octet & ~Opcode.MASK;
        check(!isControl() || small <= Opcode.CONTROL_BYTES, MessageFailure.CONTROL_TOO_LONG);
        length = small < SIXTEEN_BITS ? small : 0;
        lengthEnd = 2 + (small == SIXTEEN_BITS ? Short.BYTES : small == SIXTY_FOUR_BITS ? Long.BYTES : 0);
        end = lengthEnd + (masked ? KEY_BYTES : 0);
    }

    private void checkLength(int at) throws MessageException {
        if (lengthEnd == 2 + Long.BYTES) {
            check(at != 2 || length < 0x80, MessageFailure.BAD_LENGTH);
            check(at != lengthEnd - 1 || length > 0xffff, MessageFailure.LENGTH_NOT_MINIMAL);
        } else {
            check(at != lengthEnd - 1 || length >= SIXTEEN_BITS, MessageFailure.LENGTH_NOT_MINIMAL);
        }
    }

    private void finish() throws MessageException {
        check(length <= frameBytes, MessageFailure.FRAME_TOO_LARGE);
        read = 0;
        if (!isControl()) {
            unended = !isFinal();
        }
    }

    private static void check(boolean kept, MessageFailure rule) throws MessageException {
        if (!kept) {
            throw new MessageException(rule);
        }
    }

    /** Tells whether some octets of a header were read, and not all. */
    boolean isBegun() {
        return read > 0;
    }

    int opcode() {
        return first & Opcode.OPCODE_BITS;
    }

    boolean isControl() {
        return Opcode.isControl(opcode());
    }

    boolean isFinal() {
        return (first & Opcode.FIN) != 0;
    }

    boolean isCompressed() {
        return (first & Opcode.RSV1) != 0;
    }

    long length() {
        return length;
    }

    /** Takes as much payload as there is, and no more than asked for, out of the input, unmasked. */
    void take(ByteBuffer in, byte[] to, int at, int count, long phase) {
        if (!masked) {
            in.get(to, at, count);
        } else if (in.hasArray()) {
            Mask.copy(in.array(), in.arrayOffset() + in.position(), to, at, count, key, phase);
            in.position(in.position() + count);
        } else {
            in.get(to, at, count);
            Mask.copy(to, at, to, at, count, key, phase);
        }
    }
}
