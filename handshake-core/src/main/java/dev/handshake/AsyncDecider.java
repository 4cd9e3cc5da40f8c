package dev.handshake;

import java.util.concurrent.CompletionStage;

/** A {@link Decider} that has to look something up first. */
@FunctionalInterface
public interface AsyncDecider {

    /**
     * Begins to decide on a request. Called once for each request, on the thread that drives the handshake, and must not
     * wait there. The handshake goes on when the stage is complete, on the thread that completes it or on the executor of
     * the handshaker; its deadline runs on.
     *
     * @param request the request; may be kept
     * @return a stage of the decision; if it fails, or is null, the answer is a 500, and the caller gets the cause with
     *     {@link HandshakeFailure#CALLBACK_FAILED}
     * @throws Exception as if the stage had failed
     */
    CompletionStage<Decision> decide(HandshakeRequest request) throws Exception;
}
