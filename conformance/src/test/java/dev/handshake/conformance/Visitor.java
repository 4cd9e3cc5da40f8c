package dev.handshake.conformance;

import dev.handshake.ClientHandshake;
import dev.handshake.Step;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;

/** Clients over plain sockets: one that is as good as our engine, and one that takes anything for an open connection. */
final class Visitor {

    private static final int CLOSE = 0x88;

    private Visitor() {}

    /** Does the handshake, and if it is open, stays until the server says farewell, with a pong ahead of its ping. */
    static boolean good(URI url, Offer offer) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            ClientHandshake engine =
                    Profile.usual().client(offer).build().start(url.getHost() + ":" + url.getPort(), url.getRawPath());
            while (true) {
                Step step = engine.step();
                if (step == Step.WRITE) {
                    ByteBuffer output = engine.output();
                    byte[] octets = new byte[output.remaining()];
                    output.get(octets);
                    socket.getOutputStream().write(octets);
                } else if (step == Step.READ) {
                    byte[] octets = new byte[engine.input().remaining()];
                    int count = socket.getInputStream().read(octets);
                    if (count < 0) {
                        engine.endOfInput();
                    } else {
                        engine.input().put(octets, 0, count);
                    }
                } else if (step == Step.OPEN) {
                    return stay(socket);
                } else {
                    return false;
                }
            }
        }
    }

    /** Sends a request and takes whatever comes for a 101. */
    static boolean credulous(URI url, Offer offer) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            String request = "GET " + url.getRawPath() + " HTTP/1.1\r\nHost: x\r\nSec-WebSocket-Key: "
                    + Placeholders.SAMPLE_KEY + "\r\n"
                    + (offer.subprotocols().isEmpty()
                            ? ""
                            : "Sec-WebSocket-Protocol: " + String.join(", ", offer.subprotocols()) + "\r\n")
                    + (offer.extensions().isEmpty() ? "" : "Sec-WebSocket-Extensions: " + offer.extensions() + "\r\n")
                    + "\r\n";
            socket.getOutputStream().write(Octets.bytes(request));
            socket.getInputStream().read();
            return stay(socket);
        }
    }

    private static boolean stay(Socket socket) throws IOException {
        socket.getOutputStream().write(Octets.bytes("\u008a\u0080\u0000\u0000\u0000\u0000"));
        InputStream in = socket.getInputStream();
        int octet = in.read();
        while (octet >= 0 && octet != CLOSE) {
            octet = in.read();
        }
        return true;
    }
}
