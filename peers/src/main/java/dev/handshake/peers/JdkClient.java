package dev.handshake.peers;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;

/** The client of the JDK. */
final class JdkClient implements ClientPeer {

    private final HttpClient client = HttpClient.newHttpClient();

    @Override
    public void open(URI uri, List<String> subprotocols, String extensions) throws Exception {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        if (!subprotocols.isEmpty()) {
            List<String> lesser = subprotocols.subList(1, subprotocols.size());
            builder.subprotocols(subprotocols.get(0), lesser.toArray(String[]::new));
        }
        Outcome.await(builder.buildAsync(uri, new WebSocket.Listener() {})).abort();
    }

    @Override
    public void close() {
        // It ends when it is no longer reachable; the method that ends it is there from JDK 21 on.
    }
}
