package dev.handshake.examples;

import dev.handshake.HandshakeServer;
import dev.handshake.ListenOptions;
import dev.handshake.ServerHandshaker;
import dev.handshake.Transports;
import dev.handshake.messages.WebSocket;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A whole server: it sends each message back. The next one is read when the last one has left. */
public final class EchoServer implements Closeable {

    private final TransportGroup group;
    private final HandshakeServer server;

    /**
     * Listens.
     *
     * @param address where
     * @throws IOException if it can't be bound
     */
    public EchoServer(InetSocketAddress address) throws IOException {
        group = Transports.best().open(TransportOptions.defaults());
        server = ServerHandshaker.create()
                .listen(
                        group,
                        address,
                        ListenOptions.defaults(),
                        open -> WebSocket.over(open).forEach(WebSocket::sendAsync));
    }

    /**
     * Returns the port.
     *
     * @return the port that was bound
     */
    public int port() {
        return server.port();
    }

    /** Ends the server and its connections. */
    @Override
    public void close() throws IOException {
        group.close();
    }

    /**
     * Runs it until it is interrupted.
     *
     * @param args the port; 8080 if there is none
     * @throws Exception if the port can't be bound
     */
    public static void main(String[] args) throws Exception {
        int port = args.length == 0 ? 8080 : Integer.parseInt(args[0]);
        try (EchoServer server = new EchoServer(new InetSocketAddress("127.0.0.1", port))) {
            System.out.println("echo on ws://127.0.0.1:" + server.port() + "/");
            Thread.currentThread().join();
        }
    }
}
