package org.example.asynchronous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handshake.ClientHandshaker;
import dev.handshake.ConnectionInfo;
import dev.handshake.Established;
import dev.handshake.ServerHandshaker;
import dev.handshake.Subprotocols;
import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the kit does not see: the group, and that handshakes are made over it. */
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

    @Test
    void aRefusedConnectionIsAnIOException() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, Loopback.anyPort().getAddress())) {
            nobody = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        try (TransportGroup group = Loopback.open()) {
            ExecutionException failed =
                    assertThrows(ExecutionException.class, () -> Loopback.await(group.connect(nobody)));
            assertInstanceOf(IOException.class, failed.getCause());
        }
    }

    @Test
    void closingTheGroupRunsTheRetriesThatAreKept() throws Exception {
        CompletableFuture<ByteTransport> accepted = new CompletableFuture<>();
        CompletableFuture<Void> retried = new CompletableFuture<>();
        TransportGroup group = Loopback.open();
        TransportListener listener = group.listen(Loopback.anyPort(), accepted::complete);
        ByteTransport connection = Loopback.await(group.connect(listener.localAddress()));
        assertEquals(0, connection.read(ByteBuffer.allocate(1), () -> retried.complete(null)));
        Loopback.await(accepted);
        group.close();
        Loopback.await(retried);
        assertThrows(IllegalStateException.class, () -> group.connect(listener.localAddress()));
        assertThrows(ClosedChannelException.class, () -> connection.read(ByteBuffer.allocate(1), () -> {}));
        assertTrue(connection.toString().endsWith("closed]"));
    }

    private static <T> void complete(CompletableFuture<T> future, T result, Throwable failure) {
        if (failure == null) {
            future.complete(result);
        } else {
            future.completeExceptionally(failure);
        }
    }
}
