package dev.handshake;

/** How far an attempt has come; in the order of time. */
public enum HandshakePhase {
    /** Finding and reaching the peer. */
    CONNECT,
    /** Asking a proxy for a tunnel. */
    PROXY,
    /** The TLS handshake. */
    TLS,
    /** The request is on its way: a server reads it, a client writes it. */
    REQUEST,
    /** The request has met every rule, and the server's {@link Decider} has the word. */
    DECISION,
    /** The response is on its way: a server writes it, a client reads it. */
    RESPONSE
}
