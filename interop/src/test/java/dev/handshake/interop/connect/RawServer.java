package dev.handshake.interop.connect;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server without any of our code: answers each connection's heads as a script says, and keeps all that it was sent. */
final class RawServer implements Closeable {

    static final String OPEN = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: {accept}\r\n\r\n";

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final Deque<String> answers = new ConcurrentLinkedDeque<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** What came over each connection, in their order. */
    final List<ByteArrayOutputStream> received = new CopyOnWriteArrayList<>();

    /** @param answers one for each head that comes; when there is none left, it is silent */
    RawServer(String... answers) throws IOException {
        this.answers.addAll(List.of(answers));
        Thread thread = new Thread(this::accept, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    String received(int connection) {
        return received.get(connection).toString(StandardCharsets.ISO_8859_1);
    }

    /** Waits until the client has ended all connections. */
    void awaitEnds() {
        while (sockets.stream().anyMatch(socket -> !socket.isClosed())) {
            Thread.onSpinWait();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                ByteArrayOutputStream octets = new ByteArrayOutputStream();
                sockets.add(socket);
                received.add(octets);
                Thread thread = new Thread(() -> serve(socket, octets), "raw-connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            // Then there is nobody to serve.
        }
    }

    private void serve(Socket socket, ByteArrayOutputStream octets) {
        try (socket) {
            int headFrom = 0;
            for (int octet = socket.getInputStream().read();
                    octet >= 0;
                    octet = socket.getInputStream().read()) {
                octets.write(octet);
                String head = octets.toString(StandardCharsets.ISO_8859_1).substring(headFrom);
                if (head.endsWith("\r\n\r\n")) {
                    headFrom = octets.size();
                    String answer = answers.poll();
                    if (answer != null) {
                        socket.getOutputStream()
                                .write(answer.replace("{accept}", accept(head)).getBytes(StandardCharsets.ISO_8859_1));
                    }
                }
            }
        } catch (IOException | NoSuchAlgorithmException e) {
            // The client has left.
        }
    }

    private static String accept(String head) throws NoSuchAlgorithmException {
        String key = head.replaceAll("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
        byte[] octets = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.ISO_8859_1);
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-1").digest(octets));
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
