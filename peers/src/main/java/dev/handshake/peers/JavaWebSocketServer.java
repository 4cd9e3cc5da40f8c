package dev.handshake.peers;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.IExtension;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.IProtocol;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;

/** Java-WebSocket, with one worker. */
final class JavaWebSocketServer implements ServerPeer {

    /** The empty one stands for none. */
    private static final List<IProtocol> SUBPROTOCOLS =
            List.of(new Protocol("chat"), new Protocol("superchat"), new Protocol(""));

    @Override
    public Listening listen(int port, boolean deflate) throws Exception {
        List<IExtension> extensions = deflate ? List.of(new PerMessageDeflateExtension()) : List.of();
        Silence server =
                new Silence(new InetSocketAddress("127.0.0.1", port), new Draft_6455(extensions, SUBPROTOCOLS));
        server.start();
        Outcome.await(server.started);
        return Listening.of(server.getPort(), server::stop);
    }

    private static final class Silence extends WebSocketServer {

        final CompletableFuture<Void> started = new CompletableFuture<>();

        Silence(InetSocketAddress address, Draft_6455 draft) {
            super(address, 1, List.of(draft));
            setReuseAddr(true);
            setDaemon(true);
        }

        @Override
        public void onStart() {
            started.complete(null);
        }

        @Override
        public void onOpen(WebSocket connection, ClientHandshake handshake) {
            // It stays open.
        }

        @Override
        public void onClose(WebSocket connection, int code, String reason, boolean remote) {
            // Nothing is kept.
        }

        @Override
        public void onMessage(WebSocket connection, String message) {
            // It is dropped.
        }

        @Override
        public void onError(WebSocket connection, Exception e) {
            started.completeExceptionally(e);
        }
    }
}
