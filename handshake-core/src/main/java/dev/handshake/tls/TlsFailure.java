package dev.handshake.tls;

/** Why TLS failed: what a {@link TlsException} says in a form that a program can act on. */
public enum TlsFailure {

    /** The peer's first bytes are no TLS record: one side speaks plain text. */
    NOT_TLS("the peer does not speak TLS on this connection; plain text (ws:) and TLS (wss:) must not be mixed up"),

    /** The certificate is trusted, but not for the name or address that was asked for (RFC 9110, section 4.3.4). */
    WRONG_NAME("the certificate is for another host; use a name or address that it lists"),

    /** A certificate's time is over, or has not begun (RFC 5280, section 4.1.2.5). */
    EXPIRED("the certificate is not valid at this time; renew it, or set the clock"),

    /**
     * No authority that is trusted here vouches for the certificate (RFC 5280, section 6): it is self-signed, or of another
     * authority, or the peer left out a certificate between. The JDK does not tell these apart.
     */
    UNTRUSTED("the certificate is not trusted: it is self-signed, or its authority is not in the trust store,"
            + " or the peer does not send the certificates between"),

    /** The two sides have no application protocol in common (ALPN, RFC 7301, section 3.2). */
    NO_COMMON_ALPN("the client's list of application protocols (ALPN) has none that the server speaks; offer http/1.1"),

    /** The peer sent a fatal alert (RFC 8446, section 6.2), whose name is in the message: it is the peer who knows why. */
    REFUSED_BY_PEER("the peer refused, and its reason is in the alert's name"),

    /** The peer asked for a second handshake on a TLS 1.2 connection (RFC 5246, section 7.4.1.1), which is not done. */
    RENEGOTIATION("the peer asked for a renegotiation, which is not done here"),

    /**
     * The connection ended without a {@code close_notify} (RFC 8446, section 6.1): the peer broke off, or somebody cut it.
     * What was read before may not be all.
     */
    TRUNCATED("the connection ended without a TLS close_notify, so it was broken off"),

    /** Anything else: no common version or cipher suite, a record that does not decrypt, a message out of order. */
    PROTOCOL("the TLS protocol failed");

    private final String sentence;

    TlsFailure(String sentence) {
        this.sentence = sentence;
    }

    /** What is wrong and what would be right, as a person reads it. */
    String sentence() {
        return sentence;
    }
}
