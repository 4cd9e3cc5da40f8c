package dev.handshake.messages;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Says that a connection has failed, or that a message could not be sent, and why. */
public final class MessageException extends IOException {

    private static final long serialVersionUID = 1;

    /** The rule: never null. */
    private final MessageFailure failure;

    /**
     * Makes one.
     *
     * @param failure what went wrong
     */
    public MessageException(MessageFailure failure) {
        this(failure, null);
    }

    /**
     * Makes one with a cause.
     *
     * @param failure what went wrong
     * @param cause what brought it about, or null
     */
    public MessageException(MessageFailure failure, @Nullable Throwable cause) {
        super(
                failure + ": " + failure.sentence() + (failure.clause().isEmpty() ? "" : " (" + failure.clause() + ")"),
                cause);
        this.failure = failure;
    }

    /**
     * Returns what went wrong.
     *
     * @return the rule that was broken, or what ended the connection
     */
    public MessageFailure failure() {
        return failure;
    }
}
