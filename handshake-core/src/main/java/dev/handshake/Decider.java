package dev.handshake;

/**
 * A server's policy. It sees only requests that have met every rule of the protocol and the {@link Origins}: what is left
 * is whether this server wants this one.
 */
@FunctionalInterface
public interface Decider {

    /**
     * Decides on a request. Called once for each request, on the thread that drives the handshake: with a transport that
     * does not block, that is a loop's thread, so look things up with an {@link AsyncDecider} instead of waiting here.
     *
     * @param request the request; may be kept
     * @return the decision
     * @throws Exception answered with a 500, and given to the caller as the cause of {@link
     *     HandshakeFailure#CALLBACK_FAILED}
     */
    Decision decide(HandshakeRequest request) throws Exception;
}
