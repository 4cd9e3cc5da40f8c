package dev.handshake.docs;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.ServerHandshaker;
import dev.handshake.blocking.BlockingTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;

/** The other side for samples: whoever they talk to, on a thread of its own, over the loopback interface. */
public final class Peer {

    private Peer() {}

    /**
     * Starts a server that accepts one WebSocket.
     *
     * @param handshaker how it accepts
     * @return where it listens
     */
    public static InetSocketAddress server(ServerHandshaker handshaker) throws IOException {
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        start(() -> {
            try (listener;
                    Socket socket = listener.accept()) {
                handshaker.accept(BlockingTransport.of(socket));
            } catch (IOException e) {
                // A refused client is what some samples are about.
            }
        });
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /**
     * Starts a client that opens a WebSocket.
     *
     * @param address where to
     * @param handshaker what it asks for
     * @return what came of it
     */
    public static CompletableFuture<Established> client(SocketAddress address, ClientHandshaker handshaker) {
        CompletableFuture<Established> opened = new CompletableFuture<>();
        start(() -> {
            try {
                Socket socket = new Socket();
                socket.connect(address);
                opened.complete(handshaker.handshake(BlockingTransport.of(socket), "localhost", "/chat"));
            } catch (IOException e) {
                opened.completeExceptionally(e);
            }
        });
        return opened;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "peer");
        thread.setDaemon(true);
        thread.start();
    }
}
