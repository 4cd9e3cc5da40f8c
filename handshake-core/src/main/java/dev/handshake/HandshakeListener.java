package dev.handshake;

/** Is told of each handshake when it has ended, however it did. Thread-safe. */
@FunctionalInterface
public interface HandshakeListener {

    /**
     * Takes note of a handshake. Called exactly once for each, before its caller learns of the result, on the thread that
     * ended it; must not wait. What is thrown out of here is logged and changes nothing.
     *
     * @param report what happened
     */
    void ended(HandshakeReport report);
}
