package dev.handshake.messages;

import dev.handshake.Role;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames and makes messages of them, RFC 6455, 5 to 8, and RFC 7692, without I/O: give it what has arrived, cut
 * anywhere, and it says what was found. It is for one thread at a time, and for one connection.
 *
 * <p>It holds what has come of the message under way, up to the limits, and no input. The first octet that breaks a rule
 * ends it: {@code step} throws, now and from then on. Compression takes memory outside of the heap, which {@link #free()}
 * gives back; it must be called in the end.
 */
public final class MessageDecoder {

    /** How much of compressed input is used at once when parts are wanted. */
    private static final int COMPRESSED_STEP_BYTES = 256;

    private static final byte[] NOTHING = {};

    private final FrameHeader header;
    private final Assembly assembly;
    private final @Nullable Inflation inflation;
    private final int partBytes;

    private boolean parts;
    private boolean inFrame;
    private boolean inMessage;
    private boolean compressed;

    /** Whether more is to come of compressed octets that were taken already. */
    private boolean inflating;

    private long taken;

    private byte[] control = NOTHING;
    private @Nullable Message message;
    private @Nullable CloseStatus close;
    private @Nullable MessageException failure;

    /**
     * Makes a decoder.
     *
     * @param role which side reads: a server expects masked frames, a client others
     * @param deflate what was agreed on about compression; null for none
     * @param limits what is held at most
     */
    public MessageDecoder(Role role, @Nullable DeflateTerms deflate, MessageLimits limits) {
        header = new FrameHeader(role, deflate != null, limits.frameBytes());
        assembly = new Assembly(limits.messageBytes());
        inflation = deflate == null ? null : new Inflation(deflate.keepsPeersWindow());
        // A text may have to wait for the rest of a character.
        partBytes = Math.min(limits.partBytes(), Math.max(1, limits.messageBytes() - 3));
    }

    /**
     * Chooses how messages are handed over, from now on, even in the middle of one: the rest then comes as the last part.
     *
     * @param parts true: as they come, in parts; false: whole
     */
    public void inParts(boolean parts) {
        this.parts = parts;
    }

    /**
     * Goes on until something was found, or the input is used up.
     *
     * @param input what has arrived; its position is moved, and what lies before it may have been overwritten. It should
     *     have an array, and must not be read-only if it has.
     * @return what was found; if that is not {@link Received#NOTHING}, there may be more in the input
     * @throws MessageException if the peer has broken a rule: {@link MessageException#failure()} tells which
     * @throws IllegalStateException behind the close frame
     */
    public Received step(ByteBuffer input) throws MessageException {
        if (close != null) {
            throw new IllegalStateException("nothing is read behind a close frame");
        }
        if (failure != null) {
            throw failure;
        }
        message = null;
        try {
            return advance(input);
        } catch (MessageException e) {
            failure = e;
            free();
            throw e;
        }
    }

    private Received advance(ByteBuffer input) throws MessageException {
        while (true) {
            if (!inFrame) {
                if (!header.read(input)) {
                    return partOrNothing();
                }
                begin();
                if (header.isControl() && parts && assembly.ready() > 0) {
                    // A close would be the end of it.
                    return partOrNothing();
                }
            }
            boolean whole = header.isControl() ? control(input) : data(input);
            if (whole) {
                inFrame = false;
                if (header.isControl()) {
                    return controlled();
                }
                if (header.isFinal()) {
                    return ended();
                }
            } else if (!input.hasRemaining()) {
                return partOrNothing();
            }
            if (parts && assembly.ready() >= partBytes) {
                return partOrNothing();
            }
        }
    }

    private void begin() throws MessageException {
        inFrame = true;
        taken = 0;
        if (header.isControl()) {
            control = header.length() == 0 ? NOTHING : new byte[(int) header.length()];
        } else if (!inMessage) {
            inMessage = true;
            compressed = header.isCompressed();
            assembly.begin(header.opcode() == Opcode.TEXT);
        }
        if (!header.isControl() && !compressed && !parts) {
            assembly.checkRoom(header.length());
        }
    }

    private boolean control(ByteBuffer input) {
        int count = (int) Math.min(input.remaining(), header.length() - taken);
        header.take(input, control, (int) taken, count, taken);
        taken += count;
        return taken == header.length();
    }

    private boolean data(ByteBuffer input) throws MessageException {
        long left = header.length() - taken;
        int count = (int) Math.min(input.remaining(), left);
        if (compressed) {
            if (!inflating) {
                taken += inflate(input, count);
            }
            inflating = !Objects.requireNonNull(inflation).inflate(assembly, parts ? partBytes : Integer.MAX_VALUE);
        } else if (count > 0) {
            count = parts ? Math.min(count, Math.max(1, partBytes - assembly.size())) : count;
            assembly.reserve(count, parts ? Math.min(left, partBytes) : left, parts || header.isFinal());
            header.take(input, assembly.octets(), assembly.size(), count, taken);
            assembly.added(count);
            taken += count;
        }
        return taken == header.length() && !inflating;
    }

    /** Gives octets to the codec where they are, unmasked; or a copy of some, which may have to wait for the next part. */
    private int inflate(ByteBuffer input, int most) {
        boolean copies = parts || !input.hasArray();
        int count = parts ? Math.min(most, COMPRESSED_STEP_BYTES) : most;
        byte[] octets = copies ? new byte[count] : input.array();
        int from = copies ? 0 : input.arrayOffset() + input.position();
        header.take(input, octets, from, count, taken);
        Objects.requireNonNull(inflation).begin(octets, from, count);
        return count;
    }

    private Received controlled() throws MessageException {
        switch (header.opcode()) {
            case Opcode.PING:
                return Received.PING;
            case Opcode.PONG:
                return Received.PONG;
            default:
                close = CloseStatus.parse(control);
                free();
                return Received.CLOSE;
        }
    }

    private Received ended() throws MessageException {
        if (compressed) {
            Objects.requireNonNull(inflation).end();
        }
        inMessage = false;
        message = assembly.end();
        return Received.MESSAGE;
    }

    private Received partOrNothing() {
        if (!parts || !inMessage || assembly.ready() == 0) {
            return Received.NOTHING;
        }
        message = assembly.part();
        return Received.MESSAGE;
    }

    /**
     * Tells whether what comes next belongs to a message that has begun.
     *
     * @return true in the middle of a message, be it within a frame or between two
     */
    public boolean isInMessage() {
        return inMessage;
    }

    /** Tells whether the next octet belongs to a message, and not to a control frame. */
    boolean isMessageNext(ByteBuffer input) {
        if (inFrame || header.isBegun()) {
            return !header.isControl();
        }
        return input.hasRemaining() && !Opcode.isControl(input.get(input.position()) & Opcode.OPCODE_BITS);
    }

    /**
     * Returns what was found last, if it is a message.
     *
     * @return the message or the part; the caller's own
     * @throws IllegalStateException if the last step found none
     */
    public Message message() {
        if (message == null) {
            throw new IllegalStateException("the last step has found no message");
        }
        return message;
    }

    /**
     * Returns the payload of the ping or pong that was found last.
     *
     * @return at most 125 octets; the caller's own
     */
    public ByteBuffer payload() {
        return ByteBuffer.wrap(control);
    }

    /**
     * Returns what the peer's close frame said.
     *
     * @return the status
     * @throws IllegalStateException if there was none yet
     */
    public CloseStatus close() {
        if (close == null) {
            throw new IllegalStateException("there was no close frame yet");
        }
        return close;
    }

    /** Gives back the memory, in and out of the heap. No more is read then. Idempotent. */
    public void free() {
        assembly.drop();
        if (inflation != null) {
            inflation.close();
        }
        if (failure == null) {
            failure = new MessageException(MessageFailure.CLOSED);
        }
    }
}
