package dev.handshake.interop.connect;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A proxy for one connection, without any of our code. */
final class Tunnel implements Closeable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final ByteArrayOutputStream asked = new ByteArrayOutputStream();

    Tunnel() throws IOException {
        start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    String asked() {
        return asked.toString(StandardCharsets.ISO_8859_1);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "tunnel");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try (Socket client = server.accept()) {
            while (!asked().endsWith("\r\n\r\n")) {
                asked.write(client.getInputStream().read());
            }
            int port = Integer.parseInt(asked().split("[: ]")[2]);
            try (Socket peer = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                start(() -> copy(peer, client));
                copy(client, peer);
            }
        } catch (IOException e) {
            // One of the two has left.
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of the two has left.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
