package dev.handshake.interop.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Established;
import dev.handshake.HandshakeException;
import dev.handshake.ServerHandshaker;
import dev.handshake.conformance.Outcome;
import dev.handshake.interop.wire.Carrier;
import dev.handshake.interop.wire.Peer;
import dev.handshake.interop.wire.Threads;
import dev.handshake.interop.wire.TransportPeer;
import dev.handshake.interop.wire.Watched;
import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One connection to a server: a peer sends pieces, each when the one before it was read, and then ends its half. */
final class ServerConversation {

    /** How the user's side ended. */
    private record Ending(
            @Nullable Established open,
            String leftover,
            @Nullable HandshakeException failure) {}

    private final Carrier carrier;
    private final boolean async;
    private final ServerHandshaker profile;
    private final CompletableFuture<Watched> arrived = new CompletableFuture<>();
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();

    private ServerConversation(Carrier carrier, boolean async, ServerHandshaker profile) {
        this.carrier = carrier;
        this.async = async;
        this.profile = profile;
    }

    static ServerObservation hold(Carrier carrier, boolean async, ServerVector vector, List<String> pieces)
            throws Exception {
        return new ServerConversation(carrier, async, vector.profile()).hold(pieces);
    }

    private ServerObservation hold(List<String> pieces) throws Exception {
        try (Peer peer = carrier.accept(this::serve)) {
            Watched transport = Threads.await(arrived);
            long sent = 0;
            try {
                for (String piece : pieces) {
                    peer.send(piece);
                    sent += piece.length();
                    transport.awaitRead(sent);
                }
            } catch (IOException e) {
                // It was refused and closed before all was sent. What came of that is for the judge.
            }
            boolean open = !ended.isDone() && !transport.isClosed();
            return observed(peer, open);
        }
    }

    private ServerObservation observed(Peer peer, boolean open) throws Exception {
        try {
            peer.end();
        } catch (IOException e) {
            // Closed already.
        }
        String answer = peer.receiveAll();
        Ending ending = Threads.await(ended);
        if (ending.open() != null) {
            return ServerObservation.accepted(ending.open().request(), answer, ending.leftover());
        }
        ServerObservation seen = ServerObservation.failed(ending.failure(), answer);
        if (seen.kind() == Outcome.WAIT) {
            assertThat(open).as("open until the peer ended").isTrue();
        }
        return seen;
    }

    private void serve(ByteTransport connection) {
        Watched transport = new Watched(connection);
        arrived.complete(transport);
        if (async) {
            profile.acceptAsync(transport).whenComplete((open, failure) -> Threads.start(() -> finish(open, failure)));
        } else {
            carrier.waiting(() -> finish(transport));
        }
    }

    private void finish(ByteTransport transport) {
        try {
            finish(profile.accept(transport), null);
        } catch (Throwable e) {
            finish(null, e);
        }
    }

    /** The user's part: reads all there is, and closes. */
    private Void finish(@Nullable Established open, @Nullable Throwable failure) {
        if (open == null) {
            if (failure instanceof HandshakeException e) {
                ended.complete(new Ending(null, "", e));
            } else {
                ended.completeExceptionally(failure);
            }
            return null;
        }
        try (ByteTransport transport = open.transport()) {
            ended.complete(new Ending(open, new TransportPeer(transport).receiveAll(), null));
        } catch (Throwable e) {
            ended.completeExceptionally(e);
        }
        return null;
    }
}
