package dev.handshake.messages;

/** The opcodes and the bits of a frame's first two octets, RFC 6455, 5.2. */
final class Opcode {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static final int FIN = 0x80;
    static final int RSV1 = 0x40;
    static final int RESERVED_BITS = 0x70;
    static final int OPCODE_BITS = 0x0f;
    static final int MASK = 0x80;

    /** The largest payload of a control frame. */
    static final int CONTROL_BYTES = 125;

    private Opcode() {}

    static boolean isControl(int opcode) {
        return opcode >= CLOSE;
    }

    static boolean isKnown(int opcode) {
        return opcode <= BINARY || opcode >= CLOSE && opcode <= PONG;
    }
}
