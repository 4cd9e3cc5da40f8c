package dev.handshake.messages;

/**
 * Every way in which a connection can fail once it is open: the rules that a peer can break, in the order in which an octet
 * meets them, then what ends a connection from outside. A rule has one name: here, in the documents and in the tests.
 */
public enum MessageFailure {
    /** A reserved bit is set that no extension gives a meaning to, here. */
    RESERVED_BIT(
            "RFC 6455, 5.2", 1002, "A reserved bit is set that no extension agreed on has a use for in this frame."),
    /** The opcode is none that is known. */
    RESERVED_OPCODE("RFC 6455, 5.2", 1002, "The opcode is one of those that are reserved."),
    /** A close, ping or pong is not a single frame. */
    FRAGMENTED_CONTROL("RFC 6455, 5.5", 1002, "A control frame is fragmented; it must be one frame."),
    /** A continuation comes while no message is under way. */
    NOTHING_TO_CONTINUE("RFC 6455, 5.4", 1002, "A continuation frame comes while no message is under way."),
    /** A new message begins before the last one has ended. */
    MESSAGE_NOT_ENDED("RFC 6455, 5.4", 1002, "A new message begins while another is not ended; send a continuation."),
    /** A client's frame is not masked. */
    NOT_MASKED("RFC 6455, 5.1", 1002, "A frame from a client is not masked."),
    /** A server's frame is masked. */
    MASKED("RFC 6455, 5.1", 1002, "A frame from a server is masked."),
    /** A close, ping or pong has more than 125 octets. */
    CONTROL_TOO_LONG("RFC 6455, 5.5", 1002, "A control frame is longer than 125 octets."),
    /** A length is not in its shortest form. */
    LENGTH_NOT_MINIMAL("RFC 6455, 5.2", 1002, "The length of a frame is not in its shortest form."),
    /** A length of 64 bits has the highest one set. */
    BAD_LENGTH("RFC 6455, 5.2", 1002, "The length of a frame has more than 63 bits."),
    /** A frame is longer than {@link MessageLimits#frameBytes()}. */
    FRAME_TOO_LARGE("RFC 6455, 10.4", 1009, "A frame is longer than the limit."),
    /** More of a message is to be held than {@link MessageLimits#messageBytes()}. */
    MESSAGE_TOO_LARGE("RFC 6455, 10.4", 1009, "A message is longer than the limit."),
    /** What is compressed is not as {@code DEFLATE} makes it. */
    BAD_COMPRESSION("RFC 7692, 7.2.2", 1007, "A message is compressed, but not as DEFLATE does it."),
    /** A text is not UTF-8. */
    BAD_UTF8("RFC 6455, 8.1", 1007, "A text message is not UTF-8."),
    /** A close frame has a single octet. */
    BAD_CLOSE_LENGTH("RFC 6455, 5.5.1", 1002, "A close frame has one octet; it has none, or a code of two."),
    /** A close frame has a code that must not be sent. */
    BAD_CLOSE_CODE("RFC 6455, 7.4", 1002, "A close frame has a code that must not be sent."),
    /** The reason in a close frame is not UTF-8. */
    BAD_CLOSE_REASON("RFC 6455, 5.5.1", 1007, "The reason in a close frame is not UTF-8."),

    /** The stream ended, or failed, without a close frame. */
    PEER_LEFT("RFC 6455, 7.1.5", 1006, "The peer ended the connection without a close frame."),
    /** Nothing came for the whole idle time, not even an answer to a ping; or nothing was taken of what we send. */
    IDLE("RFC 6455, 7.2.1", 1006, "The peer was silent, or took nothing, for longer than the idle time."),
    /** The peer did not take part in closing in time. */
    CLOSE_TIMED_OUT("RFC 6455, 7.1.1", 1006, "The peer did not close when its time was up."),
    /** Our side ended the connection without a closing handshake. */
    CANCELLED("RFC 6455, 7.1.5", 1006, "The connection was cut by this side."),
    /** What handles messages here has failed. */
    HANDLER_FAILED("RFC 6455, 7.4.1", 1011, "What handles the messages of this connection has failed."),

    /** Something was to be sent behind the close frame, or after the end. The connection is not affected. */
    CLOSED("RFC 6455, 5.5.1", 0, "The connection is closed, or closing: nothing can be sent any more."),
    /** More was to be queued than {@link MessageLimits#queuedBytes()}. The connection is not affected. */
    QUEUE_FULL("", 0, "The peer takes less than is sent to it: wait for the future of what was sent before.");

    private final String clause;
    private final int code;
    private final String sentence;

    MessageFailure(String clause, int code, String sentence) {
        this.clause = clause;
        this.code = code;
        this.sentence = sentence;
    }

    /**
     * Returns where the rule comes from.
     *
     * @return an RFC and its section, such as {@code "RFC 6455, 5.2"}; empty if no RFC has a say
     */
    public String clause() {
        return clause;
    }

    /**
     * Returns the code that the connection is closed with.
     *
     * @return the code that the peer is sent; 1006 if it can't be told (RFC 6455, 7.4.1); 0 if the connection stays open
     */
    public int code() {
        return code;
    }

    /**
     * Says what was wrong.
     *
     * @return a sentence for a person
     */
    public String sentence() {
        return sentence;
    }
}
