package dev.handshake.peers;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/** What the two implementations of Jakarta WebSocket are given. */
final class Jakarta {

    /** A template stands for as many segments as it names, so every path needs several. */
    private static final List<String> PATHS =
            List.of("/", "/{a}", "/{a}/{b}", "/{a}/{b}/{c}", "/{a}/{b}/{c}/{d}", "/{a}/{b}/{c}/{d}/{e}");

    private Jakarta() {}

    /**
     * Makes the endpoints.
     *
     * @param configurator the implementation's own: by itself, the API takes whichever is first on the class path
     */
    static List<ServerEndpointConfig> endpoints(ServerEndpointConfig.Configurator configurator) {
        return PATHS.stream()
                .map(path -> ServerEndpointConfig.Builder.create(Silence.class, path)
                        .subprotocols(List.of("chat", "superchat"))
                        .configurator(configurator)
                        .build())
                .toList();
    }

    /** Says nothing. */
    public static final class Silence extends Endpoint {

        /** Makes one for a connection. */
        public Silence() {}

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            // No handler: messages are dropped.
        }
    }
}
