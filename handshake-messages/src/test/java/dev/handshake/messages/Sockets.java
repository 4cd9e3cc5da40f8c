package dev.handshake.messages;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.PermessageDeflate;
import dev.handshake.ServerHandshaker;
import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.MemoryTransport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Both ends of a connection in memory, after a real handshake. */
record Sockets(Established server, Established client) {

    static Sockets open(boolean deflate) throws Exception {
        MemoryTransport.Pair pair = MemoryTransport.pair();
        return open(pair.left(), pair.right(), deflate);
    }

    static Sockets open(ByteTransport server, ByteTransport client, boolean deflate) throws Exception {
        ServerHandshaker.Builder accepting = ServerHandshaker.builder();
        ClientHandshaker.Builder asking = ClientHandshaker.builder();
        if (deflate) {
            accepting.extensions(PermessageDeflate.defaults());
            asking.extensions(PermessageDeflate.defaults());
        }
        CompletableFuture<Established> accepted = accepting.build().acceptAsync(server);
        Established asked =
                asking.build().handshakeAsync(client, "localhost", "/").get(10, TimeUnit.SECONDS);
        return new Sockets(accepted.get(10, TimeUnit.SECONDS), asked);
    }
}
