package dev.handshake.hardening.simulation;

import dev.handshake.Established;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A handshaker at one end of the connection, and what must hold of it whatever happens. */
final class Party {

    /** A verb in both of its forms. */
    interface Verb {
        Established await(ByteBuffer alreadyRead) throws IOException;

        CompletableFuture<Established> start(ByteBuffer alreadyRead);
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final World world;
    private final String name;
    private final SimulatedTransport transport;
    private final Verb verb;
    private final boolean waits;
    private final List<HandshakeReport> reports = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private ByteBuffer alreadyRead = NOTHING;
    private boolean cancelled;
    private boolean checkedOut;
    private int attempts;
    private int ends;
    private @Nullable CompletableFuture<Established> future;
    private @Nullable Established open;

    /** Called with what opened. */
    Runnable onOpen = () -> {};

    Party(World world, String name, SimulatedTransport transport, boolean waits, Verb verb) {
        this.world = world;
        this.name = name;
        this.transport = transport;
        this.waits = waits;
        this.verb = verb;
    }

    /** Gives it octets that were read before it begins. */
    void hasRead(String octets) {
        alreadyRead = ByteBuffer.wrap(Talk.octets(octets));
    }

    void begin() {
        attempt(alreadyRead);
    }

    /** Tells whether no attempt goes on, and all that one does is done. */
    boolean isIdle() {
        return attempts == ends;
    }

    void report(HandshakeReport report) {
        if (checkedOut) {
            return;
        }
        world.note(name + " reports " + (report.opened() ? "open" : "" + report.cause()));
        reports.add(report);
        boolean tooLate = reports.size() <= ends && !cancelled;
        if (tooLate || reports.size() != attempts) {
            world.violation(
                    name + ": report " + reports.size() + " of attempt " + attempts + ", after " + ends + " ends");
        }
    }

    private void attempt(ByteBuffer alreadyRead) {
        attempts++;
        if (!waits) {
            CompletableFuture<Established> started = verb.start(alreadyRead);
            future = started;
            started.whenComplete(this::ended);
            return;
        }
        Established opened = null;
        Throwable failure = null;
        try {
            opened = verb.await(alreadyRead);
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
        Thread.interrupted();
        ended(opened, failure);
    }

    private void ended(@Nullable Established opened, @Nullable Throwable failure) {
        ends++;
        world.note(name + " ends with " + (opened != null ? opened : failure));
        if (ends != attempts) {
            world.violation(name + ": attempt " + attempts + " ended " + ends + " times");
        }
        if (opened != null) {
            open = opened;
            transport.opened();
            onOpen.run();
            return;
        }
        failures.add(failure);
        if (failure instanceof HandshakeException e && e.reusable()) {
            ByteBuffer leftover = e.leftover();
            world.soon(() -> attempt(leftover));
        } else if (failure instanceof CancellationException) {
            // The future is the first to know that it is cancelled; all else must be done when cancel() returns.
            cancelled = true;
        } else {
            transport.over = true;
        }
    }

    /** Cancels the attempt that goes on. */
    void cancel() {
        if (future != null && future.cancel(false)) {
            transport.over = true;
        }
    }

    /** Interrupts the thread, if this waits on it. */
    void interrupt() {
        if (waits && ends < attempts) {
            Thread.currentThread().interrupt();
        }
    }

    /** What holds between any two events. */
    void check() {
        if (transport.isBelowTls && world.isWithin()) {
            // Such as in the midst of saying goodbye.
            return;
        }
        if (ends > 0 && ends == attempts && reports.size() != attempts) {
            world.violation(name + ": " + reports.size() + " reports of " + attempts + " attempts");
        }
        boolean closed = transport.isClosed();
        if (transport.over && !closed) {
            world.violation(name + ": the transport is still open after " + lastFailure());
        }
    }

    /** What holds when nothing is left to happen. */
    void checkAtTheEnd() {
        if (ends != attempts || attempts == 0) {
            world.violation(name + ": " + attempts + " attempts, but " + ends + " ends");
        }
        if (open == null && !waits) {
            checkedOut = true;
            transport.over = false;
            try {
                verb.start(NOTHING);
                world.run();
            } catch (IllegalStateException e) {
                world.violation(name + ": it still counts as going on: " + e);
            }
        }
    }

    @Nullable
    Established open() {
        return open;
    }

    @Nullable
    Throwable lastFailure() {
        return failures.isEmpty() ? null : failures.get(failures.size() - 1);
    }

    /** Each end as a line that can be compared with what is expected. */
    List<String> outcomes() {
        List<String> outcomes = new ArrayList<>();
        failures.forEach(failure -> outcomes.add(Expected.outcome(failure)));
        if (open != null) {
            outcomes.add(Expected.outcome(open.subprotocol().orElse(null), open.extensions()));
        }
        return outcomes;
    }
}
