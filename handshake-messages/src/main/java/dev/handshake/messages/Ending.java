package dev.handshake.messages;

import org.jspecify.annotations.Nullable;

/**
 * How a connection ended.
 *
 * @param code the peer's code; 1005 if its close frame had none; 1006 if there was no close frame (RFC 6455, 7.1.5); or the
 *     code of the failure
 * @param reason the peer's reason, or the name of the failure; perhaps empty
 * @param failure what went wrong; null if the connection was closed as it should be, by both sides
 */
public record Ending(int code, String reason, @Nullable MessageException failure) {

    /**
     * Tells whether both sides have closed.
     *
     * @return true if a close frame was sent and one was received, and no rule was broken
     */
    public boolean isClean() {
        return failure == null;
    }

    /** Shows for a person how it ended. */
    @Override
    public String toString() {
        return code + (reason.isEmpty() ? "" : " " + reason) + (failure == null ? "" : ", " + failure.getMessage());
    }
}
