package dev.handshake.interop.verbs;

import dev.handshake.Established;
import dev.handshake.ServerHandshaker;
import dev.handshake.interop.wire.Carrier;
import dev.handshake.interop.wire.Peer;
import dev.handshake.interop.wire.Threads;
import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A verb at work on a connection that a peer has made. */
record Serving(Peer peer, ByteTransport transport, CompletableFuture<Established> result, Thread thread)
        implements AutoCloseable {

    private record Begun(ByteTransport transport, CompletableFuture<Established> result, Thread thread) {}

    /** Starts the verb, and has the peer send in one go what the verb was not given. */
    static Serving start(Carrier carrier, AcceptVerb verb, ServerHandshaker server, String request, String rest)
            throws Exception {
        CompletableFuture<Begun> begun = new CompletableFuture<>();
        Peer peer = carrier.accept(transport -> begin(carrier, verb, server, request, rest, transport, begun));
        peer.send(verb.onTheWire(request, rest));
        Begun it = Threads.await(begun);
        return new Serving(peer, it.transport, it.result, it.thread);
    }

    private static void begin(
            Carrier carrier,
            AcceptVerb verb,
            ServerHandshaker server,
            String request,
            String rest,
            ByteTransport transport,
            CompletableFuture<Begun> begun) {
        if (verb.async()) {
            CompletableFuture<Established> result = verb.start(server, transport, request, rest);
            begun.complete(new Begun(transport, result, Thread.currentThread()));
            return;
        }
        carrier.waiting(() -> {
            CompletableFuture<Established> result = new CompletableFuture<>();
            begun.complete(new Begun(transport, result, Thread.currentThread()));
            try {
                result.complete(verb.wait(server, transport, request, rest));
            } catch (IOException | RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
    }

    @Override
    public void close() {
        transport.close();
        peer.close();
    }
}
