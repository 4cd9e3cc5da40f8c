package dev.handshake.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends octets and looks at octets. */
final class Wire {

    static final int BOUND_MILLIS = 20_000;

    /** The example of RFC 6455, 1.3. */
    static final String UPGRADE = """
            GET /chat?room=7 HTTP/1.1\r
            Host: localhost\r
            Connection: keep-alive, Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """;

    static final String PLAIN = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    /** As {@link #UPGRADE}, but of a version that nobody speaks. */
    static final String BROKEN = UPGRADE.replace("Version: 13", "Version: 7");

    static final String ACCEPTED = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    /** The text "hi" in a frame whose mask is 0. */
    static final String FRAME = "\u0081\u0082\0\0\0\0hi";

    private Wire() {}

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Sends all at once, and returns what came up to and with {@code last}, or, without one, up to the end. */
    static String exchange(InetSocketAddress address, String sent, String last) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(BOUND_MILLIS);
            socket.connect(address, BOUND_MILLIS);
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
            return read(socket.getInputStream(), last);
        }
    }

    private static String read(InputStream in, String last) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            all.write(octet);
            if (last != null && all.toString(StandardCharsets.ISO_8859_1).endsWith(last)) {
                break;
            }
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }
}
