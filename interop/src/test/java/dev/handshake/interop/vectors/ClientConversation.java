package dev.handshake.interop.vectors;

import dev.handshake.Established;
import dev.handshake.HandshakeException;
import dev.handshake.interop.wire.Carrier;
import dev.handshake.interop.wire.Peer;
import dev.handshake.interop.wire.Threads;
import dev.handshake.interop.wire.TransportPeer;
import dev.handshake.interop.wire.Watched;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** One connection to a scripted server, which answers in pieces, each when the one before it was read, and then ends. */
final class ClientConversation {

    private ClientConversation() {}

    static ClientObservation hold(
            Carrier carrier, boolean async, ClientVector vector, Function<String, List<String>> pieces)
            throws Exception {
        Carrier.Connection connection = carrier.connect();
        try (Peer peer = connection.peer();
                Watched transport = new Watched(connection.transport())) {
            CompletableFuture<Established> result = async
                    ? vector.handshaker().handshakeAsync(transport, "localhost:8080", "/ws")
                    : Threads.start(() -> vector.handshaker().handshake(transport, "localhost:8080", "/ws"));
            String request = peer.receiveHead();
            answer(peer, transport, pieces.apply(vector.answerTo(request)), result);
            return observed(result);
        }
    }

    /** What is behind an opening is nobody's to read but the user's, so it is not waited for. */
    private static void answer(Peer peer, Watched transport, List<String> pieces, CompletableFuture<?> result)
            throws Exception {
        result.whenComplete((open, failure) -> transport.release());
        long sent = 0;
        try {
            for (String piece : pieces) {
                peer.send(piece);
                sent += piece.length();
                transport.awaitRead(sent);
            }
            peer.end();
        } catch (IOException e) {
            // It gave up and closed before all was sent.
        }
    }

    private static ClientObservation observed(CompletableFuture<Established> result) throws Exception {
        try {
            Established open = Threads.await(result);
            String leftover = new TransportPeer(open.transport()).receiveAll();
            return ClientObservation.accepted(
                    open.response(), leftover, open.subprotocol().orElse(null));
        } catch (HandshakeException e) {
            return ClientObservation.failed(e);
        }
    }
}
