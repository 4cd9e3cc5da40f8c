package dev.handshake;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The threads that handshakes need where the user gave none: one for all deadlines, and one for each that must wait. */
final class Background {

    private static final long IDLE_SECONDS = 5;
    private static final @Nullable MethodHandle START_VIRTUAL = startVirtualThread();

    private Background() {}

    /** Returns the shared timer. Its one daemon thread ends when there has been nothing to time for a while. */
    static ScheduledExecutorService timer() {
        return Timer.SHARED;
    }

    private static final class Timer {
        static final ScheduledThreadPoolExecutor SHARED = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "handshake-deadlines");
            thread.setDaemon(true);
            return thread;
        });

        static {
            SHARED.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
            SHARED.allowCoreThreadTimeOut(true);
            SHARED.setRemoveOnCancelPolicy(true);
        }
    }

    /** Runs a task on a thread of its own, a virtual one where the JDK has them (21 and later). */
    static void start(Runnable task) {
        if (START_VIRTUAL != null) {
            try {
                START_VIRTUAL.invoke(task);
                return;
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("Thread.startVirtualThread throws nothing that is checked", e);
            }
        }
        Thread thread = new Thread(task, "handshake");
        thread.setDaemon(true);
        thread.start();
    }

    private static @Nullable MethodHandle startVirtualThread() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }
}
