package dev.handshake;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that handshakes need where the user gave none: one for all deadlines, few for what they bring about, and one
 * for each that must wait.
 */
final class Background {

    private static final long IDLE_SECONDS = 5;
    private static final int AFTERMATH_THREADS = 2;
    private static final @Nullable MethodHandle START_VIRTUAL = startVirtualThread();

    private Background() {}

    /** Returns the shared timer, on whose one thread nothing may take its time. */
    static ScheduledExecutorService timer() {
        return Timer.SHARED;
    }

    /** Returns where listeners and callers are told what the timer has ended. */
    static Executor aftermath() {
        return Aftermath.SHARED;
    }

    private static final class Timer {
        static final ScheduledThreadPoolExecutor SHARED =
                new ScheduledThreadPoolExecutor(1, daemons("handshake-deadlines"));

        static {
            endWhenIdle(SHARED);
            SHARED.setRemoveOnCancelPolicy(true);
        }
    }

    private static final class Aftermath {
        static final ThreadPoolExecutor SHARED = new ThreadPoolExecutor(
                AFTERMATH_THREADS,
                AFTERMATH_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                daemons("handshake-aftermath"));

        static {
            endWhenIdle(SHARED);
        }
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private static void endWhenIdle(ThreadPoolExecutor threads) {
        threads.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
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
        daemons("handshake").newThread(task).start();
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
