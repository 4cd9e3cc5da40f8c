package dev.handshake;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a decider says to one request, now or later. */
final class Ruling {

    private final AsyncDecider decider;
    private final Runnable retry;
    private boolean asked;
    private volatile @Nullable Decision decision;
    private volatile @Nullable Throwable failure;

    /** Asks {@code decider}; runs {@code retry} when an answer that was not there comes. */
    Ruling(AsyncDecider decider, Runnable retry) {
        this.decider = decider;
        this.retry = retry;
    }

    /** Asks, the first time. Tells the engine the answer, if it is there, and returns whether it is. */
    boolean tell(ServerHandshake engine, HandshakeRequest request) {
        if (!asked) {
            asked = true;
            ask(request);
        }
        Throwable thrown = failure;
        Decision answer = decision;
        if (thrown != null) {
            engine.decisionFailed(thrown);
        } else if (answer != null) {
            engine.decide(answer);
        }
        return thrown != null || answer != null;
    }

    private void ask(HandshakeRequest request) {
        try {
            CompletionStage<Decision> stage =
                    Objects.requireNonNull(decider.decide(request), "the decider answered null instead of a stage");
            stage.whenComplete(this::answered);
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void answered(@Nullable Decision answer, @Nullable Throwable thrown) {
        if (thrown != null) {
            boolean wrapped = thrown instanceof CompletionException && thrown.getCause() != null;
            failure = wrapped ? thrown.getCause() : thrown;
        } else if (answer == null) {
            failure = new NullPointerException("the decider answered null instead of a decision");
        } else {
            decision = answer;
        }
        retry.run();
    }
}
