package dev.handshake.peers;

import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Jetty, without servlets. */
final class JettyServer implements ServerPeer {

    @Override
    public Listening listen(int port, boolean deflate) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(WebSocketUpgradeHandler.from(
                server,
                container -> container.addMapping("/*", (request, response, callback) -> {
                    choose(request, response);
                    return new Silence();
                })));
        server.start();
        return Listening.of(connector.getLocalPort(), server::stop);
    }

    private static void choose(ServerUpgradeRequest request, ServerUpgradeResponse response) {
        for (String subprotocol : List.of("chat", "superchat")) {
            if (request.hasSubProtocol(subprotocol)) {
                response.setAcceptedSubProtocol(subprotocol);
                return;
            }
        }
    }

    /** Says nothing. */
    public static final class Silence implements Session.Listener.AutoDemanding {

        /** Makes one for a connection. */
        public Silence() {}
    }
}
