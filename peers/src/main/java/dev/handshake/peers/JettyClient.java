package dev.handshake.peers;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.websocket.api.ExtensionConfig;
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
            // It refuses to offer what it does not know.
            request.setExtensions(Arrays.stream(extensions.split(","))
                    .map(ExtensionConfig::parse)
                    .filter(extension -> extension.getName().equals("permessage-deflate"))
                    .toList());
        }
        Outcome.await(client.connect(new JettyServer.Silence(), request)).disconnect();
    }

    @Override
    public void close() throws IOException {
        Ending.run(client::stop);
    }
}
