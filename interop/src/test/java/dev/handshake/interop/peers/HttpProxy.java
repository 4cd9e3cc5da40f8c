package dev.handshake.interop.peers;

import dev.handshake.interop.wire.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A proxy that knows CONNECT, and perhaps lets in only one user. */
final class HttpProxy implements AutoCloseable {

    private static final int BOUND_MILLIS = 30_000;

    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    private final String authorization;
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();

    /** With the value of {@code Proxy-Authorization} that it wants, or null. */
    HttpProxy(String authorization) throws IOException {
        this.authorization = authorization;
        Threads.start(() -> {
            while (true) {
                Socket client = listener.accept();
                Threads.start(() -> {
                    serve(client);
                    return null;
                });
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The first lines of what it was asked. */
    Queue<String> requests() {
        return requests;
    }

    private void serve(Socket client) throws Exception {
        try (client) {
            client.setSoTimeout(BOUND_MILLIS);
            // A client must not send more before it has the answer.
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            String first = reader.readLine();
            requests.add(first);
            boolean known = authorization == null;
            for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
                known |= line.equals("Proxy-Authorization: " + authorization);
            }
            if (known) {
                String[] authority = first.split(" ")[1].split(":");
                tunnel(client, authority[0], Integer.parseInt(authority[1]));
            } else {
                answer(client, "407 Who is it\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0");
            }
        }
    }

    private static void answer(Socket client, String head) throws IOException {
        client.getOutputStream().write(("HTTP/1.1 " + head + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void tunnel(Socket client, String host, int port) throws Exception {
        try (Socket server = new Socket(host, port)) {
            server.setSoTimeout(BOUND_MILLIS);
            answer(client, "200 Here you are");
            Threads.start(() -> {
                server.getInputStream().transferTo(client.getOutputStream());
                client.shutdownOutput();
                return null;
            });
            client.getInputStream().transferTo(server.getOutputStream());
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
