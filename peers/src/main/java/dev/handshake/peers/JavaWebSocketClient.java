package dev.handshake.peers;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.IExtension;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.IProtocol;
import org.java_websocket.protocols.Protocol;

/** Java-WebSocket's client. */
final class JavaWebSocketClient implements ClientPeer {

    @Override
    public void open(URI uri, List<String> subprotocols, String extensions) throws Exception {
        List<String> names = subprotocols.isEmpty() ? List.of("") : subprotocols;
        List<IProtocol> protocols = names.stream().<IProtocol>map(Protocol::new).toList();
        List<IExtension> known = extensions.isEmpty() ? List.of() : List.of(new PerMessageDeflateExtension());
        Attempt attempt = new Attempt(uri, new Draft_6455(known, protocols));
        attempt.connect();
        try {
            Outcome.await(attempt.opened);
        } finally {
            attempt.closeConnection(1006, "");
        }
    }

    @Override
    public void close() {
        // Each attempt has its own threads, which have ended with it.
    }

    private static final class Attempt extends WebSocketClient {

        final CompletableFuture<Void> opened = new CompletableFuture<>();

        Attempt(URI uri, Draft_6455 draft) {
            super(uri, draft);
            setDaemon(true);
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            opened.complete(null);
        }

        @Override
        public void onMessage(String message) {
            // It is dropped.
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            opened.completeExceptionally(new IOException("closed with " + code + " " + reason));
        }

        @Override
        public void onError(Exception e) {
            opened.completeExceptionally(e);
        }
    }
}
