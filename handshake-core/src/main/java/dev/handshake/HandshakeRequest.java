package dev.handshake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The request of an opening handshake: received, sent, or put together by someone who has parsed it by other means.
 * Immutable and thread-safe. Nothing is decoded: texts are the octets on the wire, one a character (ISO 8859-1).
 */
public final class HandshakeRequest {

    static final byte[] GET = Grammar.ascii("GET");
    static final byte[] UPGRADE = Grammar.ascii("upgrade");
    static final byte[] WEBSOCKET = Grammar.ascii("websocket");
    static final byte[] VERSION_13 = Grammar.ascii("13");
    /** The one {@code Content-Length} that announces no body. */
    static final byte[] NO_BYTES = Grammar.ascii("0");

    static final int HTTP_1_1 = 11;

    private final byte[] octets;
    private volatile @Nullable Head head;
    private final ConnectionInfo connection;

    HandshakeRequest(Head head, ConnectionInfo connection) {
        this(head.bytes, connection);
        this.head = head;
    }

    private HandshakeRequest(byte[] octets, ConnectionInfo connection) {
        this.octets = octets;
        this.connection = connection;
    }

    /** Takes over the octets of a head that we rendered ourselves. They are taken apart when someone looks. */
    static HandshakeRequest rendered(byte[] octets, ConnectionInfo connection) {
        return new HandshakeRequest(octets, connection);
    }

    /**
     * Begins a request from parts that some other parser found, to be given to {@link ServerHandshaker#accept}. All rules
     * are checked there, so that a request which an HTTP stack let through is refused like any other.
     *
     * @param method the method, such as {@code "GET"}
     * @param target the request target, as it was received
     * @return the builder
     * @throws IllegalArgumentException if a part holds CR, LF, NUL or a character beyond ISO 8859-1
     */
    public static Builder builder(String method, String target) {
        return new Builder(method, target);
    }

    /**
     * Returns the method.
     *
     * @return as it was sent
     */
    public String method() {
        Head head = head();
        return Grammar.text(head.bytes, head.from, head.methodTo);
    }

    /**
     * Returns the request target, never decoded.
     *
     * @return a path with an optional query; or an absolute URI, if that was sent
     */
    public String target() {
        Head head = head();
        return Grammar.text(head.bytes, head.targetFrom, head.targetTo);
    }

    /**
     * Returns the path of the target, never decoded.
     *
     * @return what is before the query, and behind the authority of an absolute URI; at least {@code "/"}
     */
    public String path() {
        Head head = head();
        String target = target();
        int from = head.hasAuthority() ? head.hostTo(head.hostFrom()) - head.targetFrom : 0;
        int query = target.indexOf('?', from);
        String path = target.substring(from, query < 0 ? target.length() : query);
        return path.isEmpty() ? "/" : path;
    }

    /**
     * Returns the query of the target, never decoded.
     *
     * @return what is behind the first question mark, if there is one
     */
    public Optional<String> query() {
        String target = target();
        int query = target.indexOf('?');
        return query < 0 ? Optional.empty() : Optional.of(target.substring(query + 1));
    }

    /**
     * Returns the version.
     *
     * @return such as {@code "HTTP/1.1"}; empty if there is none
     */
    public String httpVersion() {
        Head head = head();
        return head.version == Head.NO_VERSION ? "" : "HTTP/" + head.version / 10 + "." + head.version % 10;
    }

    /**
     * Returns the header fields.
     *
     * @return all of them
     */
    public Headers headers() {
        return new Headers(head());
    }

    /**
     * Returns the host that the request is for: the authority of an absolute target, else the value of {@code Host}.
     *
     * @return the host with its port, if one was sent; empty if there is no single {@code Host}
     */
    public String host() {
        return head().host();
    }

    /**
     * Returns the origin that a browser sent (RFC 6455, 4.1).
     *
     * @return the value of {@code Origin}, if there is exactly one
     */
    public Optional<String> origin() {
        Head head = head();
        int origin = head.only(Field.ORIGIN);
        return origin < 0 ? Optional.empty() : Optional.of(head.value(origin));
    }

    /**
     * Returns the subprotocols asked for.
     *
     * @return the members of {@code Sec-WebSocket-Protocol} in the client's order of preference; none if the field is
     *     malformed
     */
    public List<String> subprotocols() {
        Head head = head();
        return SubprotocolList.isValid(head) ? List.copyOf(SubprotocolList.of(head)) : List.of();
    }

    /**
     * Returns the extensions offered.
     *
     * @return the members of {@code Sec-WebSocket-Extensions} in the client's order of preference; none if the field is
     *     malformed
     */
    public List<Extension> extensions() {
        List<Extension> found = new ArrayList<>();
        return ExtensionParser.field(head(), found) ? List.copyOf(found) : List.of();
    }

    /**
     * Returns what is known of the connection that the request came from.
     *
     * @return the connection
     */
    public ConnectionInfo connection() {
        return connection;
    }

    /**
     * Returns the relaxations without which the request would have been refused so far.
     *
     * @return the relaxations used
     */
    public Set<Relaxation> relaxations() {
        return Relaxation.of(head().relaxations);
    }

    /**
     * Tells whether a request asks for a WebSocket, so that it belongs to a handshaker and not to whatever else the port
     * serves: {@code GET}, at least HTTP/1.1, {@code Connection} holds {@code upgrade}, {@code Upgrade} holds {@code
     * websocket}. It may still be refused.
     *
     * @return true if it does
     */
    public boolean isUpgrade() {
        return isUpgrade(head());
    }

    static boolean isUpgrade(Head head) {
        return head.version >= HTTP_1_1
                && head.methodIs(GET)
                && head.hasMember(Field.CONNECTION, UPGRADE)
                && head.hasMember(Field.UPGRADE, WEBSOCKET);
    }

    private Head head() {
        Head known = head;
        if (known == null) {
            known = HeadReader.ofOwn(Role.SERVER, octets);
            head = known;
        }
        return known;
    }

    byte[] octets() {
        Head head = head();
        return Arrays.copyOfRange(head.bytes, head.from, head.to);
    }

    /**
     * Shows the request for a person: escaped and cut, without the query, credentials and the key.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return Text.shown(method()) + " " + Text.shownTarget(target()) + " " + httpVersion() + "\n" + headers();
    }

    /** Puts a request together. Not thread-safe. */
    public static final class Builder {

        private final String method;
        private final String target;
        private int version = HTTP_1_1;
        private final List<String> namesAndValues = new ArrayList<>();
        private ConnectionInfo connection = ConnectionInfo.UNKNOWN;

        private Builder(String method, String target) {
            this.method = sendable("method", method);
            this.target = sendable("target", target);
        }

        /**
         * Sets the version, which is 1.1 otherwise.
         *
         * @param major 0 to 9
         * @param minor 0 to 9
         * @return this
         * @throws IllegalArgumentException if a number is out of its range
         */
        public Builder httpVersion(int major, int minor) {
            if (major < 0 || major > 9 || minor < 0 || minor > 9) {
                throw new IllegalArgumentException("an HTTP version has two digits, not " + major + "." + minor);
            }
            version = major * 10 + minor;
            return this;
        }

        /**
         * Adds a header line.
         *
         * @param name the name, as it was received
         * @param value the value; white space around it does not count
         * @return this
         * @throws IllegalArgumentException if one holds CR, LF, NUL or a character beyond ISO 8859-1, or the name a colon
         */
        public Builder header(String name, String value) {
            if (name.indexOf(':') >= 0) {
                throw new IllegalArgumentException("a header's name ends in front of its colon: " + Text.shown(name));
            }
            namesAndValues.add(sendable("name", name));
            byte[] bytes = Grammar.ascii(sendable("value", value));
            int from = Grammar.skipBlanks(bytes, 0, bytes.length);
            namesAndValues.add(Grammar.text(bytes, from, Grammar.trimBlanks(bytes, from, bytes.length)));
            return this;
        }

        /**
         * Sets what is known of the connection, for a decider to see.
         *
         * @param connection the connection
         * @return this
         */
        public Builder connection(ConnectionInfo connection) {
            this.connection = connection;
            return this;
        }

        /**
         * Returns the request.
         *
         * @return the request; its parts are not checked yet
         */
        public HandshakeRequest build() {
            HeadWriter head = new HeadWriter().requestLine(method, target, version);
            for (int i = 0; i < namesAndValues.size(); i += 2) {
                head.field(namesAndValues.get(i), namesAndValues.get(i + 1));
            }
            return new HandshakeRequest(head.head(), connection);
        }

        private static String sendable(String what, String text) {
            if (!text.chars().allMatch(c -> c != '\r' && c != '\n' && c != 0 && c <= 0xff)) {
                throw new IllegalArgumentException("the " + what
                        + " of a request can't hold CR, LF, NUL or what is not ISO 8859-1: " + Text.shown(text));
            }
            return text;
        }
    }
}
