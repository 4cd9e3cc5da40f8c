package dev.handshake.peers;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;

/** Vert.x, with one event loop. */
final class VertxServer implements ServerPeer {

    @Override
    public Listening listen(int port, boolean deflate) throws Exception {
        Vertx vertx = vertx();
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setWebSocketSubProtocols(List.of("chat", "superchat"));
        HttpServer server = await(vertx.createHttpServer(options)
                .webSocketHandler(connection -> connection.exceptionHandler(e -> connection.close()))
                .listen());
        return Listening.of(server.actualPort(), () -> await(vertx.close()));
    }

    static <T> T await(Future<T> future) throws Exception {
        return Outcome.await(future.toCompletionStage().toCompletableFuture());
    }

    /** One event loop, and no copies of files. */
    static Vertx vertx() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }
}
