package dev.handshake.hardening.simulation;

import dev.handshake.AsyncDecider;
import dev.handshake.Decision;
import dev.handshake.Headers;
import dev.handshake.ServerHandshake;
import dev.handshake.ServerHandshaker;
import java.util.concurrent.CompletableFuture;

/** How a server decides. */
enum Decisions {
    NONE,
    AT_ONCE,
    LATER,
    REJECTS,
    REJECTS_LATER,
    THROWS,
    FAILS_LATER;

    /** What a decider of the user's throws. */
    static final RuntimeException FAILURE = new IllegalStateException("the decider fails, as told");

    private boolean isLate() {
        return this == LATER || this == REJECTS_LATER || this == FAILS_LATER;
    }

    private static Decision rejection() {
        return Decision.reject(403, Headers.of("Content-Type", "text/plain"), "not you");
    }

    /** Decides on an engine, with nobody else in between. */
    void on(ServerHandshake engine) {
        switch (this) {
            case REJECTS, REJECTS_LATER -> engine.decide(rejection());
            case THROWS, FAILS_LATER -> engine.decisionFailed(FAILURE);
            default -> engine.decide(Decision.accept());
        }
    }

    /** Sets it up. If the caller of the decider waits, it can't go on with anything else before the answer is there. */
    void in(ServerHandshaker.Builder builder, World world, boolean callerWaits) {
        if (this == NONE) {
            return;
        }
        AsyncDecider decider = request -> {
            if (this == THROWS) {
                throw FAILURE;
            }
            CompletableFuture<Decision> answer = new CompletableFuture<>();
            if (isLate()) {
                world.soon(() -> answer(answer));
            } else {
                answer(answer);
            }
            while (callerWaits && !answer.isDone() && world.step()) {}
            return answer;
        };
        builder.asyncDecider(decider);
    }

    private void answer(CompletableFuture<Decision> answer) {
        if (this == FAILS_LATER) {
            answer.completeExceptionally(FAILURE);
        } else {
            answer.complete(this == REJECTS || this == REJECTS_LATER ? rejection() : Decision.accept());
        }
    }
}
