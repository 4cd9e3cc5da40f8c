package dev.handshake;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The response of an opening handshake: a 101, or a refusal with its body. Immutable and thread-safe.
 */
public final class HandshakeResponse {

    static final byte[] NO_BODY = new byte[0];

    private final byte[] octets;
    private final byte[] body;
    private volatile @Nullable Head head;

    HandshakeResponse(Head head, byte[] body) {
        this(head.bytes, head, body);
    }

    private HandshakeResponse(byte[] octets, @Nullable Head head, byte[] body) {
        this.octets = octets;
        this.head = head;
        this.body = body;
    }

    /** Takes over the octets of a head that we rendered ourselves. They are taken apart when someone looks. */
    static HandshakeResponse rendered(byte[] octets) {
        return new HandshakeResponse(octets, null, NO_BODY);
    }

    /**
     * Begins a response that turns a request down, or answers a plain HTTP request.
     *
     * @param status 200 to 599
     * @return the builder
     * @throws IllegalArgumentException if the status is out of its range
     */
    public static Builder builder(int status) {
        return new Builder(status);
    }

    /**
     * Returns the status code.
     *
     * @return three digits
     */
    public int status() {
        return head().status;
    }

    /**
     * Returns the reason phrase, which has no meaning for a program (RFC 9112, 4).
     *
     * @return the phrase, perhaps empty
     */
    public String reason() {
        Head head = head();
        return Grammar.text(head.bytes, head.targetFrom, head.targetTo).strip();
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
     * Returns the body, without its framing. Of a received one, what arrived and fits in {@link Limits#bodyBytes()};
     * nothing if the time was up before its end.
     *
     * @return a copy of the octets
     */
    public byte[] body() {
        return body.clone();
    }

    /**
     * Returns the body as text.
     *
     * @return the octets decoded as UTF-8; malformed ones become U+FFFD
     */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    Head head() {
        Head known = head;
        if (known == null) {
            known = HeadReader.ofOwn(Role.CLIENT, octets);
            head = known;
        }
        return known;
    }

    static int checkStatus(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException(
                    "a refusal has a status of 200 to 599, not " + status + "; to open, use Decision.accept()");
        }
        return status;
    }

    int bodyBytes() {
        return body.length;
    }

    HandshakeResponse withBody(byte[] body) {
        return new HandshakeResponse(octets, head, body);
    }

    /**
     * Shows the response for a person: escaped and cut, without credentials.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return "HTTP/1.1 " + status() + " " + Text.shown(reason()) + "\n" + headers();
    }

    /** Puts a response together. Not thread-safe. */
    public static final class Builder {

        private final int status;
        private final Headers.Builder headers = new Headers.Builder(true);
        private byte[] body = NO_BODY;

        private Builder(int status) {
            this.status = checkStatus(status);
        }

        /**
         * Adds a header line.
         *
         * @param name the name; none of those that the handshake writes itself
         * @param value the value
         * @return this
         * @throws IllegalArgumentException as for {@link Headers.Builder#add}
         */
        public Builder header(String name, String value) {
            headers.add(name, value);
            return this;
        }

        /**
         * Adds header lines.
         *
         * @param more the lines
         * @return this
         * @throws IllegalArgumentException as for {@link Headers.Builder#add}
         */
        public Builder headers(Headers more) {
            headers.addAll(more);
            return this;
        }

        /**
         * Sets the body as text. Unless {@code Content-Type} is set too, it is sent as {@code text/plain} in UTF-8.
         *
         * @param text the body
         * @return this
         */
        public Builder body(String text) {
            return body(text.getBytes(StandardCharsets.UTF_8));
        }

        /**
         * Sets the body.
         *
         * @param octets the body; copied
         * @return this
         */
        public Builder body(byte[] octets) {
            body = octets.clone();
            return this;
        }

        /**
         * Returns the response.
         *
         * @return the response; {@code Content-Length} and {@code Connection} are added when it is sent
         */
        public HandshakeResponse build() {
            HeadWriter writer = new HeadWriter().statusLine(status, StatusPhrases.of(status));
            return new HandshakeResponse(headers.writeTo(writer).head(), body);
        }
    }
}
