package dev.handshake.messages;

import dev.handshake.Role;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames of messages, RFC 6455, 5 to 7, and RFC 7692, without I/O: give it a message, and drain it into buffers of any
 * size. It is for one thread at a time, and for one connection.
 *
 * <p>A message goes out as one frame, or, compressed, as frames of at most 64 KiB, between which {@link #isBetweenFrames()} is
 * true and a control frame may be put. Compression takes memory outside of the heap, which {@link #free()} gives back; it must
 * be called in the end.
 */
public final class MessageEncoder {

    private static final int MOST_HEADER_BYTES = 14;
    private static final int SIXTEEN_BITS = 126;
    private static final int SIXTY_FOUR_BITS = 127;

    /** A message that is shorter is not worth the time, unless it continues one. */
    private static final int COMPRESSED_FROM_BYTES = 32;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final boolean masked;
    private final IntSupplier keys;
    private final @Nullable Deflation deflation;

    private final ByteBuffer header = ByteBuffer.allocate(MOST_HEADER_BYTES).limit(0);
    private ByteBuffer payload = NOTHING;
    private int key;
    private long phase;

    /** The message that has frames to come, all of whose octets the codec has taken. */
    private @Nullable Message compressing;

    private boolean compressed;
    private boolean unended;

    /**
     * Makes an encoder.
     *
     * @param role which side writes: a client masks
     * @param deflate what was agreed on about compression; null for none
     */
    public MessageEncoder(Role role, @Nullable DeflateTerms deflate) {
        this(role, deflate, MaskKeys.SHARED);
    }

    /**
     * Makes an encoder with masks of one's own, which is for tests: they must not be foreseeable (RFC 6455, 10.3).
     *
     * @param role which side writes: a client masks
     * @param deflate what was agreed on about compression; null for none
     * @param keys gives a key for each frame of a client, its first octet the highest
     */
    public MessageEncoder(Role role, @Nullable DeflateTerms deflate, IntSupplier keys) {
        this.masked = role == Role.CLIENT;
        this.keys = keys;
        this.deflation = deflate == null ? null : new Deflation(deflate.keepsOwnWindow(), deflate.windowBits());
    }

    /**
     * Begins to send a message or a part. The one before must be out.
     *
     * @param message what to send; its octets must not change until it is out
     * @throws IllegalStateException if something is not out yet, or a part doesn't fit what was sent before
     */
    public void message(Message message) {
        check(isOut(), "what was sent before is not out yet");
        check(message.isFirst() != unended, unended ? "another message is under way" : "there is nothing to continue");
        if (message.isFirst()) {
            boolean worthwhile = !message.isLast() || message.size() >= COMPRESSED_FROM_BYTES;
            compressed = deflation != null && worthwhile;
        }
        unended = !message.isLast();
        if (compressed) {
            compressing = message;
            Objects.requireNonNull(deflation).begin(message.data(), message.isLast());
            compressedFrame(opcode(message) | Opcode.RSV1);
        } else {
            frame(opcode(message) | (message.isLast() ? Opcode.FIN : 0), message.data());
        }
    }

    private static int opcode(Message message) {
        return message.isFirst() ? message.isText() ? Opcode.TEXT : Opcode.BINARY : Opcode.CONTINUATION;
    }

    /** RSV1 is set in the first frame of a message only, RFC 7692, 6. */
    private void compressedFrame(int first) {
        Message message = Objects.requireNonNull(compressing);
        Deflation codec = Objects.requireNonNull(deflation);
        ByteBuffer chunk = codec.next();
        boolean rest = codec.hasNext();
        int bits = (first & Opcode.OPCODE_BITS) == Opcode.CONTINUATION ? 0 : first;
        frame(bits | (message.isLast() && !rest ? Opcode.FIN : 0), chunk);
        if (!rest) {
            compressing = null;
        }
    }

    /**
     * Puts a ping between two frames.
     *
     * @param payload at most 125 octets
     * @throws IllegalArgumentException if it is longer
     * @throws IllegalStateException in the middle of a frame
     */
    public void ping(ByteBuffer payload) {
        control(Opcode.PING, payload);
    }

    /**
     * Puts a pong between two frames.
     *
     * @param payload at most 125 octets
     * @throws IllegalArgumentException if it is longer
     * @throws IllegalStateException in the middle of a frame
     */
    public void pong(ByteBuffer payload) {
        control(Opcode.PONG, payload);
    }

    /**
     * Puts the close frame between two frames. Nothing must follow it.
     *
     * @param status what it says
     * @throws IllegalStateException in the middle of a frame
     */
    public void close(CloseStatus status) {
        control(Opcode.CLOSE, status.payload());
    }

    private void control(int opcode, ByteBuffer content) {
        check(isBetweenFrames(), "a frame is not out yet");
        checkControl(content);
        frame(opcode | Opcode.FIN, content.slice());
    }

    static void checkControl(ByteBuffer content) {
        if (content.remaining() > Opcode.CONTROL_BYTES) {
            throw new IllegalArgumentException("a ping or pong has at most 125 octets, not " + content.remaining());
        }
    }

    private void frame(int first, ByteBuffer content) {
        int length = content.remaining();
        int mask = masked ? Opcode.MASK : 0;
        header.clear().put((byte) first);
        if (length < SIXTEEN_BITS) {
            header.put((byte) (mask | length));
        } else if (length <= 0xffff) {
            header.put((byte) (mask | SIXTEEN_BITS)).putShort((short) length);
        } else {
            header.put((byte) (mask | SIXTY_FOUR_BITS)).putLong(length);
        }
        if (masked) {
            key = keys.getAsInt();
            header.putInt(key);
        }
        header.flip();
        payload = content;
        phase = 0;
    }

    /**
     * Moves what is to be sent into a buffer, up to the end of a frame.
     *
     * @param out where it goes; it must have an array
     * @return true when a frame is out, which {@link #isOut()} tells to be the last one, or not; false if the buffer is full
     */
    public boolean drain(ByteBuffer out) {
        if (isBetweenFrames() && compressing != null) {
            compressedFrame(Opcode.CONTINUATION);
        }
        move(header, out);
        mask(out, move(payload, out));
        boolean ended = isBetweenFrames();
        // An idle connection must not hold what was sent last.
        payload = ended ? NOTHING : payload;
        return ended;
    }

    private static int move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), count);
        from.position(from.position() + count);
        to.position(to.position() + count);
        return count;
    }

    private void mask(ByteBuffer out, int count) {
        if (masked && count > 0) {
            int at = out.arrayOffset() + out.position() - count;
            Mask.copy(out.array(), at, out.array(), at, count, key, phase);
            phase += count;
        }
    }

    /**
     * Tells whether a control frame may be put here.
     *
     * @return true if no frame is begun and not ended
     */
    public boolean isBetweenFrames() {
        return !header.hasRemaining() && !payload.hasRemaining();
    }

    /**
     * Tells whether the next message or part may be begun.
     *
     * @return true if nothing is left of the one before
     */
    public boolean isOut() {
        return compressing == null && isBetweenFrames();
    }

    /**
     * Tells whether a message was begun in parts and the last one has not come.
     *
     * @return true if only a part that is not a first one may follow
     */
    public boolean isInMessage() {
        return unended;
    }

    /** Gives back the memory, in and out of the heap. Nothing more is sent then. Idempotent. */
    public void free() {
        payload = NOTHING;
        header.limit(0);
        compressing = null;
        if (deflation != null) {
            deflation.close();
        }
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalStateException(otherwise);
        }
    }
}
