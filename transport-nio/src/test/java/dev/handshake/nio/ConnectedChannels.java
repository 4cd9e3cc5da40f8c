package dev.handshake.nio;

import static dev.handshake.nio.Loopback.pair;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A transport on a loop of its own, and a plain channel at the other end. */
abstract class ConnectedChannels {

    NioLoop loop;
    SocketChannel peer;
    SocketChannel channel;
    NioTransport transport;

    @BeforeEach
    void connect() throws IOException {
        loop = NioLoop.start();
        SocketChannel[] pair = pair();
        peer = pair[0];
        channel = pair[1];
        transport = NioTransport.of(channel, loop);
    }

    @AfterEach
    void closeAll() throws IOException {
        transport.close();
        peer.close();
        loop.close();
    }

    static CompletableFuture<Void> runAsync(Throwing task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        task.run();
                        done.complete(null);
                    } catch (Throwable t) {
                        done.completeExceptionally(t);
                    }
                })
                .start();
        return done;
    }

    interface Throwing {
        void run() throws Exception;
    }
}
