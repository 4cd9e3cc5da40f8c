package dev.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Messages as text blocks, and as the octets that they are on the wire. */
final class Wire {

    /** The sample of RFC 6455, 1.3. */
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    /** A request that meets every rule. */
    static final String REQUEST = """
            GET /chat HTTP/1.1
            Host: a.example
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Version: 13

            """;

    /** The answer to {@link #REQUEST}. */
    static final String ACCEPTED = """
            HTTP/1.1 101 Switching Protocols
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

            """;

    private Wire() {}

    /** A request that meets every rule, and further header lines behind. */
    static String requestWith(String... lines) {
        return REQUEST.substring(0, REQUEST.length() - 1) + String.join("\n", lines) + "\n\n";
    }

    /** The request without the lines of some fields. */
    static String requestWithout(String... fields) {
        String request = REQUEST;
        for (String field : fields) {
            request = request.replaceAll("(?m)^" + field + ":.*\n", "");
        }
        return request;
    }

    /** The request with another value of a field. */
    static String requestWhere(String field, String value) {
        return REQUEST.replaceAll("(?m)^" + field + ":.*$", field + ": " + value.replace("$", "\\$"));
    }

    /** The octets of a text block, whose lines end with CR LF. */
    static byte[] octets(String block) {
        return raw(block.replace("\n", "\r\n"));
    }

    /** The octets of a text as it stands. */
    static byte[] raw(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static ByteBuffer buffer(String block) {
        return ByteBuffer.wrap(octets(block));
    }

    static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** What remains in a buffer, which does not move. */
    static String text(ByteBuffer buffer) {
        return StandardCharsets.ISO_8859_1.decode(buffer.duplicate()).toString();
    }

    /** Octets as a text block again. */
    static String block(String text) {
        return text.replace("\r\n", "\n");
    }
}
