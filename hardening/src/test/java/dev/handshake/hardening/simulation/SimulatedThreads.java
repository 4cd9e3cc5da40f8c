package dev.handshake.hardening.simulation;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Threads in a simulation, which may wait as in earnest: in the transport, for a future, for each other. Whenever one can go
 * on, that is an event of the world, so that a seed says which of them is the next, and only one moves at a time. They are
 * virtual threads, whose scheduler the JDK lets nobody choose but its own tests; hence {@code --add-opens}.
 */
final class SimulatedThreads {

    private final World world;

    SimulatedThreads(World world) {
        this.world = world;
    }

    /** Tells whether this JDK can do it: 21 and later, with {@code --add-opens java.base/java.lang=ALL-UNNAMED}. */
    static boolean areAvailable() {
        try {
            builder(Runnable::run);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }

    private static Object builder(Executor scheduler) throws ReflectiveOperationException {
        Constructor<?> constructor =
                Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder").getDeclaredConstructor(Executor.class);
        constructor.setAccessible(true);
        return constructor.newInstance(scheduler);
    }

    /** Starts a thread, soon. What comes of it fails with whatever the task has thrown. */
    CompletableFuture<Void> start(Task task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread(() -> {
                    try {
                        task.run();
                        done.complete(null);
                    } catch (Throwable e) {
                        done.completeExceptionally(e);
                    }
                })
                .start();
        return done;
    }

    /** Starts a thread for a task that throws nothing. */
    void execute(Runnable task) {
        start(task::run).whenComplete((nothing, failure) -> {
            if (failure != null) {
                world.violation("a task threw " + failure);
            }
        });
    }

    private Thread thread(Runnable task) {
        try {
            Method unstarted = Class.forName("java.lang.Thread$Builder").getMethod("unstarted", Runnable.class);
            return (Thread) unstarted.invoke(builder(world), task);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a thread does. */
    interface Task {
        void run() throws Exception;
    }
}
