package org.example.asynchronous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.handshake.ClientHandshaker;
import dev.handshake.ConnectionInfo;
import dev.handshake.Established;
import dev.handshake.ServerHandshaker;
import dev.handshake.Subprotocols;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the kits do not see: that handshakes are made over it, found by its name. */
@Timeout(60)
class HandshakeTest {

    private final ServerHandshaker server = ServerHandshaker.builder()
            .subprotocols(Subprotocols.serverPreference("chat"))
            .build();
    private final ClientHandshaker client =
            ClientHandshaker.builder().subprotocols("chat").build();

    @Test
    void opensAWebSocketOverTheTransportOfThisName() throws Exception {
        CompletableFuture<Established> accepted = new CompletableFuture<>();
        try (TransportGroup group = Loopback.open();
                TransportListener listener = group.listen(
                        Loopback.anyPort(),
                        transport -> server.acceptAsync(transport)
                                .whenComplete((open, failure) -> complete(accepted, open, failure)))) {
            ByteTransport connection = Loopback.await(group.connect(listener.localAddress()));
            Established open = client.handshake(connection, "localhost", "/rooms/7");
            assertEquals("chat", open.subprotocol().orElseThrow());
            assertEquals("/rooms/7", Loopback.await(accepted).request().target());
            ConnectionInfo info = ConnectionInfo.of(open.transport());
            assertEquals(listener.localAddress(), info.remoteAddress().orElseThrow());
        }
    }

    @Test
    void waitingOnAThreadOfTheGroupIsRefused() throws Exception {
        CompletableFuture<Established> accepted = new CompletableFuture<>();
        try (TransportGroup group = Loopback.open();
                TransportListener listener = group.listen(Loopback.anyPort(), transport -> {
                    try {
                        accepted.complete(server.accept(transport));
                    } catch (IOException | RuntimeException e) {
                        accepted.completeExceptionally(e);
                    }
                })) {
            Loopback.await(group.connect(listener.localAddress()));
            ExecutionException refused = assertThrows(ExecutionException.class, () -> Loopback.await(accepted));
            assertInstanceOf(IllegalStateException.class, refused.getCause());
        }
    }

    private static <T> void complete(CompletableFuture<T> future, T result, Throwable failure) {
        if (failure == null) {
            future.complete(result);
        } else {
            future.completeExceptionally(failure);
        }
    }
}
