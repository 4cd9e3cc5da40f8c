package dev.handshake.peers;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Vert.x's client. */
final class VertxClient implements ClientPeer {

    private final Vertx vertx = VertxServer.vertx();
    private final WebSocketClient plain = client(false);
    private final WebSocketClient compressing = client(true);

    private WebSocketClient client(boolean deflate) {
        return vertx.createWebSocketClient(new WebSocketClientOptions()
                .setTryUsePerMessageCompression(deflate)
                .setClosingTimeout(0));
    }

    @Override
    public void open(URI uri, List<String> subprotocols, String extensions) throws Exception {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(uri.getHost())
                .setPort(uri.getPort())
                .setURI(uri.getRawPath().isEmpty() ? "/" : uri.getRawPath())
                .setSubProtocols(subprotocols);
        WebSocketClient client = extensions.isEmpty() ? plain : compressing;
        VertxServer.await(client.connect(options)).close();
    }

    @Override
    public void close() throws IOException {
        Ending.run(() -> VertxServer.await(vertx.close()));
    }
}
