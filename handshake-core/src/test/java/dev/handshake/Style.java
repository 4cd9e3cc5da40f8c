package dev.handshake;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The two styles of a verb, so that one test can hold for both. */
enum Style {
    WAITING,
    ASYNC;

    /** The waiting form of a verb. */
    interface Waiting {
        Established run() throws IOException;
    }

    /** The other form of it. */
    interface Async {
        CompletableFuture<Established> run();
    }

    /** What a verb came to: either is null. */
    record Ending(
            @Nullable Established established, @Nullable Throwable failure) {

        Established opened() {
            if (established == null) {
                throw new AssertionError("it has failed", failure);
            }
            return established;
        }

        HandshakeException refused() {
            if (!(failure instanceof HandshakeException e)) {
                throw new AssertionError("it has not failed with a rule: " + established, failure);
            }
            return e;
        }
    }

    Ending of(Waiting waiting, Async async) {
        try {
            return new Ending(this == WAITING ? waiting.run() : result(async.run()), null);
        } catch (IOException | RuntimeException | Error e) {
            return new Ending(null, e);
        }
    }

    /** Returns the result of a future that is there, or is to come within the time that a test may take. */
    static Established result(CompletableFuture<Established> future) throws IOException {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the future is not complete", e);
        }
    }

    static Ending ending(CompletableFuture<Established> future) {
        return ASYNC.of(() -> result(future), () -> future);
    }
}
