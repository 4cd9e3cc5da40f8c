package dev.handshake.races;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.ServerHandshaker;
import dev.handshake.messages.Ending;
import dev.handshake.messages.Message;
import dev.handshake.messages.MessageException;
import dev.handshake.messages.WebSocket;
import dev.handshake.messages.WebSocketOptions;
import dev.handshake.tck.MemoryTransport;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Two WebSockets that are connected in memory, whose times never come. */
final class Sockets {

    final WebSocket server;
    final WebSocket client;

    Sockets() {
        MemoryTransport.Pair pair = MemoryTransport.pair();
        Deadlines never = new Deadlines();
        CompletableFuture<Established> accepted =
                ServerHandshaker.builder().scheduler(never).build().acceptAsync(pair.left());
        CompletableFuture<Established> connected =
                ClientHandshaker.builder().scheduler(never).build().handshakeAsync(pair.right(), "a.example", "/");
        WebSocketOptions options = WebSocketOptions.defaults().withScheduler(never);
        server = WebSocket.over(accepted.join(), options);
        client = WebSocket.over(connected.join(), options);
    }

    /** What a future of a message has come to. */
    static String received(CompletableFuture<@Nullable Message> asked) {
        String told = told(asked);
        if (!told.equals("done")) {
            return told;
        }
        Message message = asked.join();
        return message == null ? "none" : message.text();
    }

    static String told(CompletableFuture<?> future) {
        if (!future.isDone()) {
            return "never";
        }
        try {
            future.join();
            return "done";
        } catch (CancellationException e) {
            return "cancelled";
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            return cause instanceof MessageException failure ? failure.failure().name() : cause.toString();
        }
    }

    static String ended(CompletableFuture<Ending> ended) {
        return ended.isDone() ? String.valueOf(ended.join().code()) : "never";
    }
}
