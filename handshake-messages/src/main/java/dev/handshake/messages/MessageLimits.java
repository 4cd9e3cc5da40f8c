package dev.handshake.messages;

/**
 * How much a peer may make us hold. Immutable; each {@code with…} makes a changed copy. All sizes are in octets.
 *
 * @param frameBytes the longest frame; it costs no memory by itself
 * @param messageBytes the most of a message that is held, after it was inflated; a message that is read in parts may be
 *     longer
 * @param partBytes about how much is handed over at once of a message that is read in parts
 * @param queuedBytes the most that waits to be sent because the peer is slow, each message counted with 64 octets on top
 */
public record MessageLimits(long frameBytes, int messageBytes, int partBytes, int queuedBytes) {

    private static final int MOST_MESSAGE_BYTES = Integer.MAX_VALUE - 64;
    private static final MessageLimits DEFAULTS =
            new MessageLimits(Long.MAX_VALUE, 16 * 1024 * 1024, 64 * 1024, 16 * 1024 * 1024);

    /**
     * Checks the limits.
     *
     * @param frameBytes at least 125
     * @param messageBytes 0 to 2 Gi - 65
     * @param partBytes at least 16
     * @param queuedBytes 0 or more; one message may always be sent, whatever its length
     * @throws IllegalArgumentException if one is out of its range
     */
    public MessageLimits {
        check("frameBytes", frameBytes, Opcode.CONTROL_BYTES, Long.MAX_VALUE);
        check("messageBytes", messageBytes, 0, MOST_MESSAGE_BYTES);
        check("partBytes", partBytes, 16, MOST_MESSAGE_BYTES);
        check("queuedBytes", queuedBytes, 0, Integer.MAX_VALUE);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", not " + value);
        }
    }

    /**
     * Returns the limits that are used where none are given.
     *
     * @return any frame, 16 MiB for a message, parts of 64 KiB, 16 MiB in the queue
     */
    public static MessageLimits defaults() {
        return DEFAULTS;
    }

    /**
     * Returns a copy with another longest frame.
     *
     * @param frameBytes at least 125 octets
     * @return the copy
     * @throws IllegalArgumentException if it is out of its range
     */
    public MessageLimits withFrameBytes(long frameBytes) {
        return new MessageLimits(frameBytes, messageBytes, partBytes, queuedBytes);
    }

    /**
     * Returns a copy with another longest message.
     *
     * @param messageBytes 0 to 2 Gi - 65 octets
     * @return the copy
     * @throws IllegalArgumentException if it is out of its range
     */
    public MessageLimits withMessageBytes(int messageBytes) {
        return new MessageLimits(frameBytes, messageBytes, partBytes, queuedBytes);
    }

    /**
     * Returns a copy with parts of another size.
     *
     * @param partBytes at least 16 octets
     * @return the copy
     * @throws IllegalArgumentException if it is out of its range
     */
    public MessageLimits withPartBytes(int partBytes) {
        return new MessageLimits(frameBytes, messageBytes, partBytes, queuedBytes);
    }

    /**
     * Returns a copy with another bound for what waits to be sent.
     *
     * @param queuedBytes 0 or more octets
     * @return the copy
     * @throws IllegalArgumentException if it is out of its range
     */
    public MessageLimits withQueuedBytes(int queuedBytes) {
        return new MessageLimits(frameBytes, messageBytes, partBytes, queuedBytes);
    }
}
