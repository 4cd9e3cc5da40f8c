package dev.handshake.messages;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads for what must wait, where the user gave none: virtual where the JDK has them (21 and later). */
final class Threads {

    private static final long IDLE_SECONDS = 5;

    static final Executor SHARED = threads();

    private Threads() {}

    private static Executor threads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return new ThreadPoolExecutor(
                    0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                        Thread thread = new Thread(task, "handshake-messages");
                        thread.setDaemon(true);
                        return thread;
                    });
        }
    }
}
