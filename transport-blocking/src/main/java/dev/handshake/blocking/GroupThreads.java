package dev.handshake.blocking;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The threads of one group. Thread-safe. */
final class GroupThreads {

    private static final String NAME = "handshake-blocking-";

    /** A platform thread costs more to start than a handshake does, so it waits this long for another connection. */
    private static final long IDLE_SECONDS = 10;

    private final @Nullable ThreadFactory given;
    private final ExecutorService workers;
    private final Set<Thread> live = ConcurrentHashMap.newKeySet();
    /** Those whose work is done, and that may not have ended yet. Few, since whoever comes here drops those that have. */
    private final Set<Thread> ending = ConcurrentHashMap.newKeySet();

    GroupThreads(@Nullable ThreadFactory given) {
        this.given = given;
        this.workers = given == null ? virtualOrPooled() : pooled(given);
    }

    /** Runs the work of one connection on a thread that nobody else uses meanwhile. */
    void start(Runnable work) throws IOException {
        try {
            workers.execute(work);
        } catch (RejectedExecutionException e) {
            throw new IOException("no thread: the group is closed, or its thread factory made none", e);
        } catch (RuntimeException | OutOfMemoryError e) {
            // An OutOfMemoryError is the JDK's way to say that the system has no more threads.
            throw new IOException("no thread could be started", e);
        }
    }

    /** Runs a listener's loop on a platform thread, if we are free to choose: it hardly ever does anything but wait. */
    void start(String name, Runnable loop) throws IOException {
        ThreadFactory factory = given != null ? given : work -> daemon(work, name);
        Thread thread = null;
        try {
            thread = Objects.requireNonNull(tracked(factory).newThread(loop), "the thread factory made none");
            // No executor knows this one, so that it must be known here before it begins.
            live.add(thread);
            thread.start();
        } catch (RuntimeException | OutOfMemoryError e) {
            if (thread != null) {
                live.remove(thread);
            }
            throw new IOException("no thread could be started", e);
        }
    }

    /** Interrupts the other threads, and waits for all of them unless called on one. */
    void end() {
        Thread caller = Thread.currentThread();
        workers.shutdown();
        for (Thread thread : live) {
            if (thread != caller) {
                thread.interrupt();
            }
        }
        if (live.contains(caller)) {
            return;
        }
        boolean interrupted = false;
        while (!ended()) {
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            caller.interrupt();
        }
    }

    /** Waits; false if interrupted. */
    private boolean ended() {
        try {
            // Those that have not begun yet are known to the executor only.
            workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            for (Thread thread : live) {
                thread.join();
            }
            for (Thread thread : ending) {
                thread.join();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ExecutorService virtualOrPooled() {
        try {
            return virtual();
        } catch (ReflectiveOperationException e) {
            AtomicLong number = new AtomicLong();
            return pooled(work -> daemon(work, NAME + number.getAndIncrement()));
        }
    }

    /** Looked up, since the JDK has them from 21 on (19 and 20 refuse), and 17 is enough for us. */
    private ExecutorService virtual() throws ReflectiveOperationException {
        Class<?> type = Class.forName("java.lang.Thread$Builder$OfVirtual");
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Object named = type.getMethod("name", String.class, long.class).invoke(builder, NAME, 0L);
        ThreadFactory factory = (ThreadFactory) type.getMethod("factory").invoke(named);
        return (ExecutorService) Executors.class
                .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                .invoke(null, tracked(factory));
    }

    private ExecutorService pooled(ThreadFactory factory) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), tracked(factory));
    }

    private ThreadFactory tracked(ThreadFactory factory) {
        return work -> factory.newThread(() -> {
            Thread current = Thread.currentThread();
            live.add(current);
            try {
                work.run();
            } finally {
                ending.removeIf(thread -> !thread.isAlive());
                ending.add(current);
                live.remove(current);
            }
        });
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        return thread;
    }
}
