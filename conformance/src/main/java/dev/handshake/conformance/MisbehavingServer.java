package dev.handshake.conformance;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server for clients under test, on 127.0.0.1: at each path it answers with the octets of one case. Whether the client
 * takes the connection for open is seen by a ping. Thread-safe.
 */
public final class MisbehavingServer implements Closeable {

    private static final int BACKLOG = 64;

    /** Hears of the conversations, on the thread of each. */
    interface Host {

        /** The request of one is there. */
        default void begun(Conversation conversation) {}

        /** It is over. */
        default void ended(Conversation conversation) throws IOException {}
    }

    private final ServerSocket listener;
    private final Map<String, Suite.Turn> turns = new LinkedHashMap<>();
    private final Host host;
    private final Duration patience;

    private MisbehavingServer(ServerSocket listener, Duration patience, Host host) {
        this.listener = listener;
        this.patience = patience;
        this.host = host;
    }

    /**
     * Listens.
     *
     * @param port the port, 0 for any
     * @param cases what is to be had
     * @param patience how long to wait for a request, and for what a client does with the answer
     * @param host hears of the conversations
     */
    static MisbehavingServer open(int port, List<ConformanceCase> cases, Duration patience, Host host)
            throws IOException {
        ServerSocket listener = new ServerSocket(port, BACKLOG, InetAddress.getByName("127.0.0.1"));
        MisbehavingServer server = new MisbehavingServer(listener, patience, host);
        for (ConformanceCase it : cases) {
            for (Delivery delivery : Delivery.values()) {
                server.turns.put(path(it, delivery), new Suite.Turn(it, delivery));
            }
        }
        Thread acceptor = new Thread(server::accept, "misbehaving-server");
        acceptor.setDaemon(true);
        acceptor.start();
        return server;
    }

    private static String path(ConformanceCase it, Delivery delivery) {
        return "/" + it.id() + (delivery == Delivery.WHOLE ? "" : "/" + delivery);
    }

    /**
     * Returns where a client finds a case.
     *
     * @param it the case
     * @param delivery the delivery
     * @return such as {@code ws://127.0.0.1:9001/C-ACCEPT-003/split}
     */
    public URI url(ConformanceCase it, Delivery delivery) {
        return URI.create("ws://127.0.0.1:" + listener.getLocalPort() + path(it, delivery));
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                Thread thread = new Thread(() -> serve(socket), "misbehaving-server-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                if (listener.isClosed()) {
                    return;
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (Wire wire = new Wire(socket)) {
            wire.read(received -> received.contains("\r\n\r\n"), patience);
            Suite.Turn turn = turn(wire.received());
            if (turn == null) {
                wire.sendApart("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                return;
            }
            Conversation conversation = new Conversation(turn.it(), turn.delivery(), wire, patience);
            host.begun(conversation);
            conversation.run();
            host.ended(conversation);
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private Suite.@Nullable Turn turn(String request) {
        String[] words = request.split(" ", 3);
        if (words.length < 2) {
            return null;
        }
        String path = words[1].replaceFirst("\\?.*$", "");
        Suite.Turn turn = turns.get(path);
        return turn != null ? turn : turns.get(path.toUpperCase(Locale.ROOT));
    }

    /** Stops listening. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
