package dev.handshake.peers;

import java.io.IOException;
import java.util.List;

/**
 * The main class that runs one server: {@code PeerServer NAME [--port N] [--deflate]}. Its line of output is
 * {@code listening on PORT}; it ends when its standard input does, with 0. Usage that is wrong ends with 2.
 */
public final class PeerServer {

    private PeerServer() {}

    /**
     * Runs.
     *
     * @param arguments the name of the server and the options
     * @throws Exception if the library could not be started or stopped
     */
    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        int option = given.indexOf("--port");
        if (given.isEmpty() || !Peers.SERVERS.contains(given.get(0)) || option == given.size() - 1) {
            System.err.println("usage: PeerServer NAME [--port N] [--deflate], NAME one of " + Peers.SERVERS);
            System.exit(2);
        }
        int port = option < 0 ? 0 : Integer.parseInt(given.get(option + 1));
        try (ServerPeer.Listening server = Peers.server(given.get(0)).listen(port, given.contains("--deflate"))) {
            System.out.println("listening on " + server.port());
            awaitEndOfInput();
        }
        System.exit(0);
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // What is typed says nothing.
        }
    }
}
