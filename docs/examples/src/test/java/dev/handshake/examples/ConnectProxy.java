package dev.handshake.examples;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that wants a password: it answers the first request with 407, and opens a tunnel for the second. */
final class ConnectProxy implements Closeable {

    /** The heads of the requests that came. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

    ConnectProxy() throws IOException {
        start(this::serve);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void serve() {
        try {
            while (true) {
                Socket client = listener.accept();
                start(() -> serve(client));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client);
            while (!head.contains("Proxy-Authorization")) {
                say(
                        client,
                        "HTTP/1.1 407 Who are you?\r\nProxy-Authenticate: Basic realm=\"out\"\r\nContent-Length: 0\r\n\r\n");
                head = head(client);
            }
            int port = Integer.parseInt(head.split("[: ]")[2]);
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                say(client, "HTTP/1.1 200 Go on\r\n\r\n");
                start(() -> copy(server, client));
                copy(client, server);
            }
        } catch (IOException e) {
            // One of the two has left.
        }
    }

    private String head(Socket client) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int octet = client.getInputStream().read();
            if (octet < 0) {
                throw new IOException("the client has left");
            }
            head.write(octet);
        }
        asked.add(head.toString(StandardCharsets.ISO_8859_1));
        return asked.get(asked.size() - 1);
    }

    private static void say(Socket client, String answer) throws IOException {
        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of the two has left.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
