package dev.handshake;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the caller of a run has. Who completes it from outside, by a cancel or a timeout of their own, ends the handshake. */
final class Promise extends CompletableFuture<Established> {

    /** Null once it has ended, so that a future which is kept does not keep it. */
    private @Nullable HandshakeRun run;

    Promise(HandshakeRun run) {
        this.run = run;
    }

    /** Completes it from within. Returns false if someone was quicker. */
    boolean keep(Object result) {
        run = null;
        return result instanceof Established established
                ? super.complete(established)
                : super.completeExceptionally((Throwable) result);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return calledOff(super.cancel(mayInterruptIfRunning));
    }

    @Override
    public boolean complete(Established value) {
        return calledOff(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return calledOff(super.completeExceptionally(failure));
    }

    private boolean calledOff(boolean now) {
        HandshakeRun ended = run;
        if (now && ended != null) {
            ended.cancel();
        }
        return now;
    }
}
