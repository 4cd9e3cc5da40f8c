package dev.handshake.interop.verbs;

import static dev.handshake.interop.wire.Threads.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.ServerHandshaker;
import dev.handshake.interop.wire.Peer;
import dev.handshake.spi.ByteTransport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Transports whose connections share the threads that they need. */
abstract class VerbsOverLoops extends VerbsOverTransport {

    /** What came of the verbs on the loop's thread. */
    private record OnTheLoop(List<Throwable> refusals, CompletableFuture<Established> open) {}

    @Test
    void aVerbThatWaitsIsRefusedOnTheLoopAndLeavesTheConnectionAsItIs() throws Exception {
        CompletableFuture<OnTheLoop> seen = new CompletableFuture<>();
        try (Peer peer = carrier().accept(transport -> seen.complete(tryToWait(transport)))) {
            OnTheLoop onTheLoop = await(seen);
            assertThat(onTheLoop.refusals())
                    .hasSize(2)
                    .allSatisfy(refusal -> assertThat(refusal)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("async"));
            peer.send(ServerVerbs.GOOD);
            assertThat(peer.receiveHead()).startsWith("HTTP/1.1 101 ");
            await(onTheLoop.open()).transport().close();
        }
    }

    private static OnTheLoop tryToWait(ByteTransport transport) {
        ServerHandshaker server = ServerHandshaker.create();
        return new OnTheLoop(
                List.of(
                        catchThrowable(() -> server.accept(transport)),
                        catchThrowable(() -> ClientHandshaker.create().handshake(transport, "h", "/"))),
                server.acceptAsync(transport));
    }
}
