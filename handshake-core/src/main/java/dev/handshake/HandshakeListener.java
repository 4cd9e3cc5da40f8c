package dev.handshake;

/** Is told of each handshake when it has ended, however it did. Thread-safe. */
@FunctionalInterface
public interface HandshakeListener {

    /**
     * Takes note of a handshake. Called exactly once for each, also for what a server turns away with a 503. A {@code
     * connect} makes an attempt, and another for each redirect that it follows and for the answer to a 401: for each
     * there is one call, wherever it ended, be it before there was a handshake. Called before its caller learns of
     * the result, on the thread that ended it; must not wait. What is thrown out of here is logged and changes
     * nothing.
     *
     * @param report what happened
     */
    void ended(HandshakeReport report);
}
