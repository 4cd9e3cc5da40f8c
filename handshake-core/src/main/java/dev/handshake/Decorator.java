package dev.handshake;

import org.jspecify.annotations.Nullable;

/** Edits the header fields of a server's responses. */
@FunctionalInterface
public interface Decorator {

    /**
     * Edits the fields of a response. Called once for each final response, a 101 and a refusal alike, after everything
     * else was decided, on the thread that drives the handshake.
     *
     * @param request the request; null if it was so malformed that there is none
     * @param status the status of the response
     * @param headers the fields so far, without those that the handshake writes itself; adding one of those, or what can't
     *     be sent, is an {@link IllegalArgumentException}. What is thrown out of here is answered with a 500 that is not
     *     decorated, and given to the caller as the cause of {@link HandshakeFailure#CALLBACK_FAILED}.
     */
    void decorate(@Nullable HandshakeRequest request, int status, Headers.Builder headers);
}
