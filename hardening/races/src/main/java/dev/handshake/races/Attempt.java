package dev.handshake.races;

import dev.handshake.Established;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeReport;
import dev.handshake.ServerHandshaker;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A server's handshake over a connection in memory, with a timer and a listener of its own. */
final class Attempt {

    final Watched transport = new Watched();
    final Deadlines deadlines = new Deadlines();
    private final Queue<HandshakeReport> reports = new ConcurrentLinkedQueue<>();
    private final ServerHandshaker handshaker = ServerHandshaker.builder()
            .scheduler(deadlines)
            .listener(reports::add)
            .build();
    private @Nullable CompletableFuture<Established> future;

    /** Begins, and has read the first octets. */
    Attempt begin(String octets) {
        future = handshaker.acceptAsync(transport);
        transport.peerSends(octets);
        return this;
    }

    /** Waits on this thread, until it is open or has failed. */
    void await() {
        CompletableFuture<Established> told = new CompletableFuture<>();
        try {
            told.complete(handshaker.accept(transport));
        } catch (IOException | RuntimeException e) {
            told.completeExceptionally(e);
        }
        future = told;
    }

    void cancel() {
        future().cancel(false);
    }

    /** What it has come to, all in one: what the caller was told, the connection, the reports, the timers that are left. */
    String end() {
        return told() + ", " + (transport.isClosed() ? "closed" : "kept") + ", " + reported() + ", " + deadlines.left()
                + " timers";
    }

    private String told() {
        if (!future().isDone()) {
            return "never";
        }
        try {
            future().join();
            return "open";
        } catch (CancellationException e) {
            return "cancelled";
        } catch (CompletionException e) {
            return name(e.getCause());
        }
    }

    private String reported() {
        StringBuilder all = new StringBuilder("reported");
        for (HandshakeReport report : reports) {
            all.append(' ').append(report.opened() ? "open" : name(report.cause()));
        }
        return all.toString();
    }

    private CompletableFuture<Established> future() {
        CompletableFuture<Established> begun = future;
        if (begun == null) {
            throw new IllegalStateException("not begun");
        }
        return begun;
    }

    private static String name(@Nullable Throwable thrown) {
        return thrown instanceof HandshakeException e ? e.failure().name() : String.valueOf(thrown);
    }
}
