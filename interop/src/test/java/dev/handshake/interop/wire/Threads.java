package dev.handshake.interop.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads for what must wait, and waiting with a bound. */
public final class Threads {

    /** No test waits longer than this for anything. */
    public static final int BOUND_SECONDS = 20;

    /** How many conversations go on at once. */
    private static final int AT_ONCE = 64;

    private static final ExecutorService WAITING = Executors.newCachedThreadPool(Threads::daemon);
    private static final ExecutorService CONVERSING = Executors.newFixedThreadPool(AT_ONCE, Threads::daemon);

    private Threads() {}

    /** Does something that waits, on a thread of its own. */
    public static <T> CompletableFuture<T> start(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        WAITING.execute(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        });
        return result;
    }

    /** Does many things at once, but not too many, and fails with the first failure. */
    public static void all(List<Callable<Void>> works) throws Exception {
        List<Future<Void>> results = new ArrayList<>();
        works.forEach(work -> results.add(CONVERSING.submit(work)));
        for (Future<Void> result : results) {
            await(result);
        }
    }

    /** Waits, and throws what the work threw. */
    public static <T> T await(Future<T> result) throws Exception {
        try {
            return result.get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came of it in " + BOUND_SECONDS + " s", e);
        }
    }

    /** Waits for a failure, and returns it. */
    public static Throwable failureOf(Future<?> result) throws Exception {
        try {
            Object value = result.get(BOUND_SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("no failure, but " + value);
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "interop");
        thread.setDaemon(true);
        return thread;
    }
}
