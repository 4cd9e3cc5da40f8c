package dev.handshake.peers;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Session;
import java.net.URI;
import java.util.List;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyClientContainer;

/** Tyrus's client on Grizzly. */
final class TyrusClient implements ClientPeer {

    private final ClientManager client = ClientManager.createClient(GrizzlyClientContainer.class.getName());

    @Override
    public void open(URI uri, List<String> subprotocols) throws Exception {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(subprotocols)
                .build();
        try (Session session = Outcome.await(client.asyncConnectToServer(new Jakarta.Silence(), config, uri))) {
            session.setMaxIdleTimeout(1);
        }
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
