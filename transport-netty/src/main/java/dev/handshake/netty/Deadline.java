package dev.handshake.netty;

import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** At most one thing that is due on the event loop some day. Used there only. */
final class Deadline {

    private @Nullable Future<?> task;
    private long dueNanos;

    /** Sets it, in place of what it was set to. */
    void set(ChannelHandlerContext context, long nanos, Runnable action) {
        cancel();
        dueNanos = System.nanoTime() + nanos;
        task = context.executor().schedule(action, nanos, TimeUnit.NANOSECONDS);
    }

    boolean isSet() {
        return task != null;
    }

    long leftNanos() {
        return Math.max(0, dueNanos - System.nanoTime());
    }

    void cancel() {
        Future<?> set = task;
        if (set != null) {
            set.cancel(false);
            task = null;
        }
    }
}
