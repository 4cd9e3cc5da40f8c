package dev.handshake.peers;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Session;
import java.net.URI;
import java.util.List;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyClientContainer;

/** Tyrus's client on Grizzly. */
final class TyrusClient implements ClientPeer {

    private static final int HANDSHAKE_MILLIS = 3000;

    private final ClientManager client = ClientManager.createClient(GrizzlyClientContainer.class.getName());

    /** It does not notice that the server has gone, and ends by its own time, which is 30 s unless set. */
    TyrusClient() {
        client.getProperties().put(ClientProperties.HANDSHAKE_TIMEOUT, HANDSHAKE_MILLIS);
    }

    @Override
    public void open(URI uri, List<String> subprotocols, String extensions) throws Exception {
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
