package dev.handshake.messages;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A task that is due at some time, unless it is cancelled or replaced. Nothing is left of it then. */
final class Alarm {

    private final WebSocketOptions options;
    private @Nullable Future<?> pending;
    private boolean off;

    Alarm(WebSocketOptions options) {
        this.options = options;
    }

    /** Replaces what was to be done by this. */
    synchronized void set(long nanos, Runnable task) {
        if (off) {
            return;
        }
        if (pending != null) {
            pending.cancel(false);
        }
        pending = schedule(nanos, task);
    }

    private Future<?> schedule(long nanos, Runnable task) {
        if (options.scheduler() != null) {
            try {
                return options.scheduler().schedule(task, nanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                // It was shut down before its connections have ended. They still end in time, and in order.
            }
        }
        CompletableFuture<Void> timer = new CompletableFuture<>();
        timer.whenComplete((nothing, end) -> {
            // The JDK has one thread for all its timeouts, on which nothing may take its time.
            if (end instanceof TimeoutException) {
                Threads.SHARED.execute(task);
            }
        });
        return timer.orTimeout(nanos, TimeUnit.NANOSECONDS);
    }

    /** Does nothing any more, from now on. */
    synchronized void off() {
        off = true;
        if (pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }
}
