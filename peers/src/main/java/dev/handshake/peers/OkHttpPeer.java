package dev.handshake.peers;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/** OkHttp. */
final class OkHttpPeer implements ClientPeer {

    private final OkHttpClient client = new OkHttpClient();

    @Override
    public void open(URI uri, List<String> subprotocols, String extensions) throws Exception {
        Request.Builder request = new Request.Builder().url(uri.toString());
        if (!subprotocols.isEmpty()) {
            request.header("Sec-WebSocket-Protocol", String.join(", ", subprotocols));
        }
        Watch watch = new Watch();
        WebSocket connection = client.newWebSocket(request.build(), watch);
        try {
            Outcome.await(watch.opened);
        } finally {
            connection.cancel();
        }
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private static final class Watch extends WebSocketListener {

        private static final int NORMAL_CLOSURE = 1000;

        final CompletableFuture<Void> opened = new CompletableFuture<>();

        /** Where OkHttp does not agree to the extensions, it is closing the connection already when it calls this. */
        @Override
        public void onOpen(WebSocket connection, Response response) {
            if (connection.close(NORMAL_CLOSURE, null)) {
                opened.complete(null);
            } else {
                opened.completeExceptionally(new IOException("open, but closed by the client at once"));
            }
        }

        @Override
        public void onFailure(WebSocket connection, Throwable failure, Response response) {
            opened.completeExceptionally(failure instanceof Exception ? failure : new IOException(failure));
        }
    }
}
