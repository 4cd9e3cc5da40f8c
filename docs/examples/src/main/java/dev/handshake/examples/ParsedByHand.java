package dev.handshake.examples;

import dev.handshake.Established;
import dev.handshake.HandshakeRequest;
import dev.handshake.ServerHandshaker;
import dev.handshake.blocking.BlockingTransport;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A server with an HTTP parser of its own, which serves WebSockets on the same port: it reads and parses the head of each
 * request, answers plain HTTP itself, and gives the rest to a handshaker, along with what it has read too much.
 */
public final class ParsedByHand {

    private static final int MOST_HEAD_BYTES = 16 * 1024;

    private final ServerHandshaker handshaker;

    /**
     * Makes a server.
     *
     * @param handshaker accepts WebSockets
     */
    public ParsedByHand(ServerHandshaker handshaker) {
        this.handshaker = handshaker;
    }

    /**
     * Serves the one request of a connection, on the calling thread. The time for the head is the socket's
     * {@code SO_TIMEOUT}, which is this server's own business, since the handshaker has not begun.
     *
     * @param socket a connected socket
     * @return the open WebSocket, which the caller owns; empty if it was plain HTTP, and the socket is then closed
     * @throws IOException if the connection failed, or the request was no HTTP, and the caller closes the socket; or if the
     *     handshaker refused the request, and has closed it
     */
    public Optional<Established> serve(Socket socket) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(MOST_HEAD_BYTES);
        int headBytes = readHead(socket.getInputStream(), read);
        HandshakeRequest request;
        try {
            request = parse(new String(read.array(), 0, headBytes, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new IOException("a lone CR or a NUL, which this parser let through", e);
        }
        if (request.isUpgrade()) {
            // It is not judged yet: the handshaker checks every rule, and refuses what is broken.
            ByteBuffer behindTheHead = read.flip().position(headBytes);
            return Optional.of(handshaker.accept(BlockingTransport.of(socket), request, behindTheHead));
        }
        try (socket) {
            String page = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n";
            socket.getOutputStream().write(page.getBytes(StandardCharsets.ISO_8859_1));
        }
        return Optional.empty();
    }

    /** Reads until the empty line is there, and perhaps more. */
    private static int readHead(InputStream in, ByteBuffer read) throws IOException {
        while (true) {
            int count = in.read(read.array(), read.position(), read.remaining());
            if (count <= 0) {
                throw new IOException(count < 0 ? "the peer left before the request was complete" : "head too long");
            }
            read.position(read.position() + count);
            int end = new String(read.array(), 0, read.position(), StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
            if (end >= 0) {
                return end + 4;
            }
        }
    }

    /** Your parser. Lines that occur more than once are given on as they are, never joined. */
    private static HandshakeRequest parse(String head) throws IOException {
        String[] lines = head.split("\r\n");
        String[] start = lines[0].split(" ");
        if (start.length != 3 || !start[2].matches("HTTP/[0-9]\\.[0-9]")) {
            throw new IOException("not HTTP");
        }
        HandshakeRequest.Builder request = HandshakeRequest.builder(start[0], start[1])
                .httpVersion(start[2].charAt(5) - '0', start[2].charAt(7) - '0');
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0) {
                throw new IOException("not a header line");
            }
            request.header(lines[i].substring(0, colon), lines[i].substring(colon + 1));
        }
        return request.build();
    }
}
