package dev.handshake.peers;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/** Jetty's client. */
final class JettyClient implements ClientPeer {

    private final WebSocketClient client = new WebSocketClient();

    JettyClient() throws Exception {
        client.start();
    }

    @Override
    public void open(URI uri, List<String> subprotocols, String extensions) throws Exception {
        ClientUpgradeRequest request = new ClientUpgradeRequest(uri);
        if (!subprotocols.isEmpty()) {
            request.setSubProtocols(subprotocols);
        }
        if (!extensions.isEmpty()) {
            request.addExtensions(extensions);
        }
        Outcome.await(client.connect(new JettyServer.Silence(), request)).disconnect();
    }

    @Override
    public void close() throws IOException {
        Ending.run(client::stop);
    }
}
