package dev.handshake;

import java.util.Arrays;

/**
 * Writes a head, and notes where its parts are, so that what we send and what we receive are looked at in one way. It
 * writes what it is given, ISO 8859-1: whoever gives it has looked for line ends.
 */
final class HeadWriter {

    private static final int FIRST_BYTES = 256;

    private final Head head = new Head();
    private byte[] bytes = new byte[FIRST_BYTES];
    private int at;

    HeadWriter() {
        head.bytes = bytes;
    }

    HeadWriter requestLine(String method, String target, int version) {
        head.methodTo = text(method);
        head.targetFrom = text(" ");
        head.targetTo = text(target);
        head.version = version;
        text(version == HandshakeRequest.HTTP_1_1 ? " HTTP/1.1" : " HTTP/" + version / 10 + '.' + version % 10);
        return endStart();
    }

    HeadWriter statusLine(int status, String reason) {
        head.targetFrom = text("HTTP/1.1 " + status + ' ');
        head.targetTo = text(reason);
        head.status = status;
        head.version = HandshakeRequest.HTTP_1_1;
        return endStart();
    }

    private HeadWriter endStart() {
        head.fieldsFrom = text("\r\n");
        return this;
    }

    HeadWriter field(String name, String value) {
        int line = at;
        text(name);
        text(": ");
        text(value);
        text("\r\n");
        Field field = Field.of(bytes, line, at);
        if (field != null) {
            head.add(field, line);
        }
        return this;
    }

    /** Ends the head and returns it. Its octets are all there is: the start line, if any, the fields, the empty line. */
    Head head() {
        head.to = text("\r\n");
        head.bytes = Arrays.copyOf(bytes, at);
        return head;
    }

    /** Writes a text, and returns the index behind it. What is deprecated takes one octet a character, as it should here. */
    @SuppressWarnings("deprecation")
    private int text(String text) {
        int length = text.length();
        if (length > bytes.length - at) {
            bytes = Arrays.copyOf(bytes, Math.max(at + length, 2 * bytes.length));
            head.bytes = bytes;
        }
        text.getBytes(0, length, bytes, at);
        at += length;
        return at;
    }
}
