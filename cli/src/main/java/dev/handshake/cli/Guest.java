package dev.handshake.cli;

import dev.handshake.Established;
import dev.handshake.HandshakeException;
import dev.handshake.ServerHandshaker;
import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A connection that has come: it is accepted, again after a refusal that leaves it open, and then held. */
final class Guest {

    private final ServerHandshaker handshaker;
    private final ByteTransport transport;
    private final ServeReports reports;

    private Guest(ServerHandshaker handshaker, ByteTransport transport, ServeReports reports) {
        this.handshaker = handshaker;
        this.transport = transport;
        this.reports = reports;
    }

    /** Takes care of a connection: on this thread if it blocks, else on those of its transport. */
    static void welcome(ServerHandshaker handshaker, ByteTransport transport, ServeReports reports) {
        Guest guest = new Guest(handshaker, transport, reports);
        if (transport.blocks()) {
            guest.acceptWaiting();
        } else {
            guest.accept(ByteBuffer.allocate(0));
        }
    }

    private void acceptWaiting() {
        ByteBuffer alreadyRead = ByteBuffer.allocate(0);
        while (alreadyRead != null) {
            try {
                hold(handshaker.accept(transport, alreadyRead));
                return;
            } catch (IOException e) {
                alreadyRead = afterFailure(e);
            }
        }
    }

    /** Goes round for requests that are there already, so that no number of them makes the stack deep. */
    private void accept(ByteBuffer first) {
        ByteBuffer alreadyRead = first;
        while (alreadyRead != null) {
            CompletableFuture<Established> result = handshaker.acceptAsync(transport, alreadyRead);
            if (!result.isDone()) {
                result.whenComplete((established, failure) -> {
                    ByteBuffer more = ended(established, failure);
                    if (more != null) {
                        accept(more);
                    }
                });
                return;
            }
            alreadyRead = result.handle(this::ended).join();
        }
    }

    /** Returns what to begin the next handshake with, or null if there is none. */
    private @Nullable ByteBuffer ended(@Nullable Established established, @Nullable Throwable failure) {
        if (established != null) {
            hold(established);
            return null;
        }
        return afterFailure(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
    }

    private @Nullable ByteBuffer afterFailure(@Nullable Throwable failure) {
        if (failure instanceof HandshakeException e && e.reusable()) {
            reports.kept(transport);
            return e.leftover();
        }
        reports.left(transport);
        return null;
    }

    private void hold(Established established) {
        reports.left(transport);
        new Discard(established.transport()).run();
    }
}
