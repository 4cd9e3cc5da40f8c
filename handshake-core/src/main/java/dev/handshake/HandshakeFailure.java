package dev.handshake;

/**
 * Every way in which a handshake can fail: the rules in the order in which they are checked, a server's first, then those
 * of a client, then what ends a handshake from outside. A rule has one name: here, in the documents, in the tests and on
 * the wire.
 */
public enum HandshakeFailure {
    /** The head is longer than {@link Limits#headBytes()}. */
    HEAD_TOO_LARGE(
            "RFC 6585, 5",
            431,
            "The head is larger than the limit; send fewer or smaller header fields.",
            "Usually cookies: a browser sends all that it has for a host, those of other applications too."),
    /** There are more header fields than {@link Limits#headers()}. */
    TOO_MANY_HEADERS(
            "RFC 6585, 5",
            431,
            "There are more header fields than the limit; send fewer.",
            "Usually proxies on the way, each of which adds fields of its own."),
    /** The request target is longer than {@link Limits#targetBytes()}. */
    TARGET_TOO_LONG(
            "RFC 9110, 15.5.15",
            414,
            "The request target is longer than the limit; use a shorter one.",
            "Usually a token or a state that is carried in the query."),
    /** The octets are no head of HTTP/1. */
    BAD_SYNTAX(
            "RFC 9112, 2.2 to 5",
            400,
            "This is not a well-formed head of HTTP/1.",
            "Usually a peer written by hand, or a load balancer that speaks HTTP/2, or sends the PROXY protocol, where nobody"
                    + " expects it."),
    /** The version is not HTTP/1.1. */
    BAD_HTTP_VERSION(
            "RFC 6455, 4.1",
            505,
            "The version is not HTTP/1.1, which a WebSocket handshake needs.",
            "Usually a reverse proxy that speaks HTTP/1.0 to its servers, as nginx does without 'proxy_http_version 1.1'."),
    /** The method is not {@code GET}. */
    BAD_METHOD(
            "RFC 6455, 4.2.1, 1",
            405,
            "The method is not GET; a WebSocket handshake is a GET.",
            "Usually no WebSocket client at all: a health check (HEAD), a form (POST), a preflight of CORS (OPTIONS)."),
    /** There is no {@code Host}. */
    NO_HOST(
            "RFC 9112, 3.2",
            400,
            "There is no Host field; send exactly one.",
            "Usually a client written by hand, or a health check."),
    /** There are several {@code Host} lines, or what is there is no host. */
    BAD_HOST(
            "RFC 9112, 3.2",
            400,
            "The Host field is not one host with an optional port of digits.",
            "Usually a proxy that adds a Host field instead of replacing the one there."),
    /** The request announces a body. */
    UNEXPECTED_BODY(
            "RFC 9110, 7.8",
            400,
            "The request announces a body; a WebSocket handshake has none.",
            "Usually an HTTP library that adds Content-Length to whatever it sends, or a proxy that does."),
    /** There is no {@code Connection}. */
    NO_CONNECTION(
            "RFC 6455, 4.2.1, 4",
            426,
            "There is no Connection field; send 'Connection: Upgrade'.",
            "Usually a reverse proxy that was not told to pass it on (nginx: 'proxy_set_header Connection \"upgrade\"')."),
    /** {@code Connection} does not hold {@code upgrade}. */
    NO_CONNECTION_UPGRADE(
            "RFC 6455, 4.2.1, 4",
            426,
            "The Connection field does not hold the token 'upgrade'.",
            "Usually a reverse proxy that sends one of its own (nginx needs 'proxy_set_header Connection \"upgrade\"')."),
    /** There is no {@code Upgrade}. */
    NO_UPGRADE(
            "RFC 6455, 4.2.1, 3",
            426,
            "There is no Upgrade field; send 'Upgrade: websocket'.",
            "Usually a reverse proxy that was not told to pass it on (nginx: 'proxy_set_header Upgrade $http_upgrade')."),
    /** {@code Upgrade} does not hold {@code websocket}. */
    NO_UPGRADE_WEBSOCKET(
            "RFC 6455, 4.2.1, 3",
            426,
            "The Upgrade field does not name the protocol 'websocket', which stands alone in a response.",
            "Usually a peer that speaks another protocol, such as 'h2c'."),
    /** There is no {@code Sec-WebSocket-Version}. */
    NO_SEC_VERSION(
            "RFC 6455, 4.2.1, 6",
            400,
            "There is no Sec-WebSocket-Version field; send 'Sec-WebSocket-Version: 13'.",
            "Usually a client written by hand, or a gateway that passes only the fields that it knows."),
    /** {@code Sec-WebSocket-Version} is not one line of {@code 13}. */
    BAD_SEC_VERSION(
            "RFC 6455, 4.2.2, 4.4",
            426,
            "The Sec-WebSocket-Version field is not exactly '13', the one version supported.",
            "Usually a client of a draft from before 2012, or a field that somebody on the way sent twice."),
    /** There is no {@code Sec-WebSocket-Key}. */
    NO_SEC_KEY(
            "RFC 6455, 4.2.1, 5",
            400,
            "There is no Sec-WebSocket-Key field; send the Base64 of 16 random octets.",
            "Usually a client written by hand, or a gateway that passes only the fields that it knows."),
    /** {@code Sec-WebSocket-Key} is not one line of the Base64 of 16 octets. */
    BAD_SEC_KEY(
            "RFC 6455, 4.2.1, 5",
            400,
            "The Sec-WebSocket-Key field is not one value that is the Base64 of 16 octets.",
            "Usually a test tool or a small client that sends a constant text, or a proxy that sends the field twice."),
    /** {@code Sec-WebSocket-Protocol} is no list of different tokens. */
    BAD_SUBPROTOCOL_LIST(
            "RFC 6455, 4.1, 10",
            400,
            "The Sec-WebSocket-Protocol field is not a list of tokens, each named once.",
            "Usually a client that puts something else there, such as a token with '=' or '/' in it."),
    /** {@code Sec-WebSocket-Extensions} is not of its grammar. */
    BAD_EXTENSION_LIST(
            "RFC 6455, 9.1",
            400,
            "The Sec-WebSocket-Extensions field is not a list of extensions with parameters.",
            "Usually a client written by hand."),
    /** The {@link Origins} of the server don't hold the request's {@code Origin}. */
    BAD_ORIGIN(
            "RFC 6455, 4.2.2, 4",
            403,
            "The Origin of the request is not one that this server lets in.",
            "Usually a page of another host or port ('localhost' and '127.0.0.1' are two), or of a file ('null'); else a proxy"
                    + " that changes Host, or ends TLS and does not say so."),
    /** None of the subprotocols asked for is known, and {@link Subprotocols#required()} is set. */
    NO_COMMON_SUBPROTOCOL(
            "RFC 6455, 4.2.2, 4",
            400,
            "None of the subprotocols asked for is known to this server, which requires one.",
            "Usually a client of another version, or one that names no subprotocol."),
    /** The {@link Decider} said no. */
    REJECTED(
            "RFC 6455, 4.2.2",
            403,
            "The server's policy turned this request down.",
            "The application decides this, mostly over credentials that are missing or expired."),
    /** There are more handshakes going on than {@link ListenOptions#pendingAtMost} allows; nothing was read. */
    TOO_MANY_PENDING(
            "RFC 9110, 15.6.4",
            503,
            "There are too many handshakes going on here; try again in a moment.",
            "Usually many clients that come back at the same time, after a restart or an outage."),

    /** The response is not a 101: see {@link HandshakeException#response()}. */
    UPGRADE_DECLINED(
            "RFC 6455, 4.1, 1",
            0,
            "The server did not switch protocols.",
            "Usually a path without a WebSocket (200, 404), a login on the way (302, 401, 403), a proxy that hands on no upgrade"
                    + " (400, 426), or one whose server is down or slow (502, 503, 504)."),
    /** There is no {@code Sec-WebSocket-Accept}. */
    NO_SEC_ACCEPT(
            "RFC 6455, 4.1, 4",
            0,
            "The response has no Sec-WebSocket-Accept field, so whatever answered is no WebSocket server.",
            "Usually a proxy or a gateway that switches protocols by itself."),
    /** {@code Sec-WebSocket-Accept} is not the one value that answers the key. */
    BAD_SEC_ACCEPT(
            "RFC 6455, 4.1, 4",
            0,
            "The Sec-WebSocket-Accept field is not the one value that answers our key.",
            "Usually a cache that gives what another client was answered, or a proxy that sends a key of its own."),
    /** The response names a subprotocol that was not offered, or several. */
    UNOFFERED_SUBPROTOCOL(
            "RFC 6455, 4.1, 6",
            0,
            "The response does not name exactly one of the subprotocols that were offered.",
            "Usually a server that names its subprotocol whatever it was asked for."),
    /** The response names an extension that was not offered. */
    UNOFFERED_EXTENSION(
            "RFC 6455, 4.1, 5",
            0,
            "The response names an extension that was not offered.",
            "Usually a server that compresses whether it was asked to or not."),
    /** The response has an extension, or a parameter of one, that is no answer to what was offered. */
    BAD_EXTENSION_RESPONSE(
            "RFC 6455, 9.1; RFC 7692, 7.1",
            0,
            "The response's extensions are malformed, or no valid answer to what was offered.",
            "Usually a server that copies the offer into its answer."),
    /** There were more interim responses than {@link Limits#interimResponses()}. */
    TOO_MANY_INTERIM(
            "RFC 9110, 15.2",
            0,
            "The server sent more interim responses than the limit.",
            "Usually a server that never comes to its answer."),

    /** The peer could not be reached: its name is unknown, it does not answer, or TLS failed; see the cause. */
    NOT_REACHED(
            "RFC 6455, 4.1",
            0,
            "The peer could not be reached.",
            "Usually a server that is not running, a wrong scheme or port, a firewall, or a certificate that is not trusted."),
    /** A proxy refused the tunnel: see {@link HandshakeException#response()}. */
    PROXY_DECLINED(
            "RFC 9110, 9.3.6",
            0,
            "The proxy did not open a tunnel.",
            "Usually a proxy that asks who comes (407), or lets nobody through to this port (403)."),
    /** The server redirects to where a client must not or can not go. */
    BAD_REDIRECT(
            "RFC 9110, 15.4",
            0,
            "The server redirects to where this client does not follow.",
            "Usually a redirect that is meant for pages, such as to a login."),

    /** In front of the request there is no valid header of the PROXY protocol: {@link ListenOptions#proxyProtocol}. */
    NO_PROXY_HEADER(
            "",
            0,
            "The connection does not begin with a valid header of the PROXY protocol, as one from this address must.",
            "Usually a proxy that was not told to send it (HAProxy: 'send-proxy'), or a peer that goes by the proxy."),
    /** The TLS handshake with a client failed: see the cause. To a client, it is {@link #NOT_REACHED}. */
    TLS_FAILED(
            "RFC 8446, 6",
            0,
            "The TLS handshake with the client failed.",
            "Usually a client that does not trust the certificate, or 'ws:' sent to a port for 'wss:'."),
    /** The first octets are of another protocol. Nothing is answered. */
    NOT_HTTP(
            "RFC 9112, 2.1",
            0,
            "The peer does not speak HTTP/1 here.",
            "Usually 'wss:' sent to a port for 'ws:', or the reverse; else a port for another protocol, such as HTTP/2."),
    /** The peer ended the stream before the handshake was done. */
    PEER_LEFT(
            "RFC 9112, 8",
            0,
            "The peer ended the connection before the handshake was done.",
            "Usually a health check that only connects, a port for something else (TLS, the PROXY protocol), or a proxy that"
                    + " gave up."),
    /** The deadline passed. */
    TIMED_OUT(
            "RFC 6455, 4.1",
            0,
            "The handshake was not done when its time was up.",
            "Usually a peer that waits for something else, such as TLS, or a proxy that holds back what it has."),
    /** The caller cancelled, or was interrupted. */
    CANCELLED("", 0, "The handshake was cancelled."),
    /** A function that the user had given, such as a {@link Decider}, threw: see the exception's cause. */
    CALLBACK_FAILED("RFC 9110, 15.6.1", 500, "A function that decides on this handshake has failed.");

    private final String clause;
    private final int status;
    private final String sentence;
    private final String usualCause;

    HandshakeFailure(String clause, int status, String sentence) {
        this(clause, status, sentence, "");
    }

    HandshakeFailure(String clause, int status, String sentence, String usualCause) {
        this.clause = clause;
        this.status = status;
        this.sentence = sentence;
        this.usualCause = usualCause;
    }

    /**
     * Returns where the rule comes from; of one that a response can break, too, where it is said of a request.
     *
     * @return an RFC and its section, such as {@code "RFC 6455, 4.2.1, 5"}; empty if no RFC has a say
     */
    public String clause() {
        return clause;
    }

    /**
     * Returns the status that a server answers with. {@link #REJECTED} answers with what the decider says, and {@link
     * #BAD_HTTP_VERSION} with 400 where there is no version at all.
     *
     * @return the status code, or 0 if there is no answer
     */
    public int status() {
        return status;
    }

    /**
     * Says what was wrong and what would be right.
     *
     * @return a sentence for a person
     */
    public String sentence() {
        return sentence;
    }

    /**
     * Says who or what is usually to blame.
     *
     * @return a sentence for a person; empty if there is no usual cause
     */
    public String usualCause() {
        return usualCause;
    }

    /** The sentence and the usual cause, as they go into an answer and an exception. */
    String explanation() {
        return (sentence + " " + usualCause).strip();
    }
}
