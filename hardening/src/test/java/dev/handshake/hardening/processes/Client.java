package dev.handshake.hardening.processes;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A connection to a server on this machine, over a plain socket. */
public final class Client implements Closeable {

    /** A good request. */
    public static final String REQUEST = "GET /chat HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();

    public Client(int port) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    }

    /** Connects and shakes hands. */
    public static Client opened(Child server) throws IOException {
        Client client = new Client(server.port());
        String status = client.handshake();
        if (!status.startsWith("HTTP/1.1 101 ")) {
            client.close();
            throw new IOException("not opened: '" + status + "'");
        }
        return client;
    }

    /** Asks for an upgrade, and returns the answer's head, or what came of it before the end or a reset. */
    public String handshake() throws IOException {
        send(REQUEST);
        StringBuilder head = new StringBuilder();
        try {
            int octet = 0;
            while (octet >= 0 && head.indexOf("\r\n\r\n") < 0) {
                octet = socket.getInputStream().read();
                head.append(octet < 0 ? "" : (char) octet);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException reset) {
            // As good as the end.
        }
        return head.toString();
    }

    public void send(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends an octet over the open connection, and returns whether it comes back. */
    public boolean echoes() throws IOException {
        socket.getOutputStream().write('?');
        return socket.getInputStream().read() == '?';
    }

    /** Reads to the end, and returns how many octets came. */
    public int readToEnd() throws IOException {
        return socket.getInputStream().readAllBytes().length;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
