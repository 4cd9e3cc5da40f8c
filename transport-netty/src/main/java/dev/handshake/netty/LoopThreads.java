package dev.handshake.netty;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes the threads of a group and remembers them, since an event loop says that it has ended before its thread has. */
final class LoopThreads implements ThreadFactory {

    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Queue<Thread> made = new ConcurrentLinkedQueue<>();
    private final @Nullable ThreadFactory factory;

    LoopThreads(@Nullable ThreadFactory factory) {
        this.factory = factory;
    }

    @Override
    public Thread newThread(Runnable body) {
        Thread thread = factory == null ? daemon(body) : factory.newThread(body);
        if (thread == null) {
            throw new IllegalStateException("the thread factory made no thread: " + factory);
        }
        made.add(thread);
        return thread;
    }

    private static Thread daemon(Runnable body) {
        Thread thread = new FastThreadLocalThread(body, "handshake-netty-" + STARTED.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Waits until all have ended. */
    void join() {
        boolean interrupted = false;
        for (Thread thread : made) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
