package dev.handshake.peers;

import java.net.URI;
import java.util.List;

/**
 * The main class that runs one client once: {@code PeerClient NAME URL [--subprotocol a,b] [--deflate]}. Ends with 0 if it opened a
 * WebSocket; with 1 and a line on standard error, the library's own words, if it did not; with 2 if the usage was wrong.
 */
public final class PeerClient {

    private PeerClient() {}

    /**
     * Runs.
     *
     * @param arguments the name of the client, the URL and the option
     * @throws Exception if the library could not be started or stopped
     */
    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        int option = given.indexOf("--subprotocol");
        if (given.size() < 2 || !Peers.CLIENTS.contains(given.get(0)) || option == given.size() - 1) {
            System.err.println(
                    "usage: PeerClient NAME URL [--subprotocol a,b] [--deflate], NAME one of " + Peers.CLIENTS);
            System.exit(2);
        }
        List<String> subprotocols =
                option < 0 ? List.of() : List.of(given.get(option + 1).split(","));
        int exit = 0;
        try (ClientPeer client = Peers.client(given.get(0))) {
            client.open(
                    URI.create(given.get(1)), subprotocols, given.contains("--deflate") ? "permessage-deflate" : "");
        } catch (Exception e) {
            System.err.println(Outcome.line(e));
            exit = 1;
        }
        System.exit(exit);
    }
}
