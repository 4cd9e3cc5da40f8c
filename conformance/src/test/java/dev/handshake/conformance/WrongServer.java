package dev.handshake.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a port of 127.0.0.1 that does with each connection as it is told. */
final class WrongServer implements AutoCloseable {

    /** What to do with a connection whose head is there, as far as it comes. */
    interface Manners {
        void answer(String head, Socket socket) throws IOException;
    }

    private final ServerSocket listener;
    private final Manners manners;
    final AtomicInteger connections = new AtomicInteger();

    WrongServer(Manners manners) throws IOException {
        this.manners = manners;
        listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::accept, "wrong-server");
        thread.setDaemon(true);
        thread.start();
    }

    static Manners saying(String answer) {
        return (head, socket) -> say(socket, answer);
    }

    /** Takes whatever comes for a good request. */
    static Manners acceptingAll() {
        return (head, socket) -> say(socket, accepted(head, ""));
    }

    static String accepted(String head, String fields) {
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + Placeholders.accept(Placeholders.keyOf(head)) + "\r\n" + fields + "\r\n";
    }

    static void say(Socket socket, String answer) throws IOException {
        socket.getOutputStream().write(Octets.bytes(answer));
    }

    /** Does this to all but the first connections, which find a good server. */
    static Manners after(int good, Manners manners) {
        AtomicInteger seen = new AtomicInteger();
        return (head, socket) -> (seen.incrementAndGet() <= good ? acceptingAll() : manners).answer(head, socket);
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + listener.getLocalPort() + "/ws");
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                Thread thread = new Thread(() -> serve(socket), "wrong-server-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            StringBuilder head = new StringBuilder();
            int octet = 0;
            while (head.indexOf("\r\n\r\n") < 0 && octet >= 0) {
                octet = socket.getInputStream().read();
                head.append(octet < 0 ? "" : String.valueOf((char) octet));
            }
            manners.answer(head.toString(), socket);
            socket.shutdownOutput();
            while (socket.getInputStream().read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            // The scanner is gone.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
