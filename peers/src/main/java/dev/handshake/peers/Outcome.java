package dev.handshake.peers;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a library's future comes to. */
final class Outcome {

    private Outcome() {}

    /**
     * Waits for a result, as long as {@link ClientPeer#PATIENCE} lasts.
     *
     * @throws Exception the library's own failure, without what the future has put around it
     */
    static <T> T await(Future<T> future) throws Exception {
        try {
            return future.get(ClientPeer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw bare(e);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new TimeoutException("neither open nor refused after " + ClientPeer.PATIENCE.toSeconds() + " s");
        }
    }

    private static Exception bare(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof Exception exception ? exception : new ExecutionException(cause);
    }

    /** Says in one line what went wrong, as the library tells it, without the package of its exception. */
    static String line(Throwable failure) {
        return failure.toString()
                .replaceFirst("^([a-z_0-9]+\\.)+", "")
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
    }
}
