package dev.handshake.nio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One selector and the one thread that drives it. The retries of its transports, and the tasks given to
 * {@link #execute}, run on that thread; they must not wait for anything, or every connection of the loop waits with
 * them. What they throw is logged and never ends the loop.
 *
 * <p>There are two forms. {@link #start(ThreadFactory)} makes the thread. {@link #open()} leaves it to the user, who
 * calls {@link #run()}, or {@link #runOnce} again and again; the thread that does so first is the loop's thread for
 * good. A loop with nothing to do sleeps in its selector without a timeout.
 *
 * <p>{@code execute}, {@code inLoop} and {@code close} may be called from any thread.
 */
public final class NioLoop implements Executor, Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(NioLoop.class);
    private static final AtomicInteger STARTED = new AtomicInteger();

    /** So that tasks which beget tasks do not keep the loop from its connections. */
    private static final int TASKS_A_TURN = 256;

    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final long NO_TIMEOUT = -1;

    private final Selector selector;
    private final Consumer<SelectionKey> dispatch = new Dispatch();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    private final Pauses pauses = new Pauses();

    /** Held while the loop is driven; whoever holds it when the loop is closed, or comes next, ends the loop. */
    private final ReentrantLock driving = new ReentrantLock();

    /** True only around a select that may wait, so that a loop at work is not woken by a system call. */
    private final AtomicBoolean asleep = new AtomicBoolean();

    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private volatile boolean closed;
    private boolean ownsThread;

    private NioLoop(Selector selector) {
        this.selector = selector;
    }

    /**
     * Opens a loop that the caller drives from a thread of their own, with {@link #run()} or {@link #runOnce}.
     *
     * @return the loop; the caller closes it
     * @throws IOException if the system refused a selector
     */
    public static NioLoop open() throws IOException {
        return new NioLoop(Selector.open());
    }

    /**
     * Starts a loop on a daemon thread of its own.
     *
     * @return the running loop; the caller closes it, which ends the thread
     * @throws IOException if the system refused a selector
     */
    public static NioLoop start() throws IOException {
        return start(body -> {
            Thread daemon = new Thread(body, "handshake-nio-" + STARTED.incrementAndGet());
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /**
     * Starts a loop on a thread of its own. Interrupting that thread has no effect.
     *
     * @param threads makes the thread, which is started here; platform or virtual
     * @return the running loop; the caller closes it, which ends the thread
     * @throws IOException if the system refused a selector
     * @throws IllegalStateException if the factory made no thread
     */
    public static NioLoop start(ThreadFactory threads) throws IOException {
        NioLoop loop = open();
        boolean started = false;
        try {
            Thread thread = threads.newThread(loop::runUntilClosed);
            if (thread == null) {
                throw new IllegalStateException("the thread factory made no thread: " + threads);
            }
            // Before the thread runs, so that it is refused a waiting call from its first instruction on.
            loop.thread.set(thread);
            thread.start();
            loop.ownsThread = true;
            started = true;
            return loop;
        } finally {
            if (!started) {
                loop.close();
            }
        }
    }

    /**
     * Drives the loop until it is closed, or the calling thread is interrupted, which stays marked.
     *
     * @throws IllegalStateException if the loop belongs to another thread, or is being driven by this one already
     */
    public void run() {
        enter();
        try {
            while (!closed && !Thread.currentThread().isInterrupted()) {
                turn(NO_TIMEOUT);
            }
        } finally {
            leave();
        }
    }

    /**
     * Drives the loop for one turn: waits until something can be done, and does it.
     *
     * @param timeout how long to wait at most, in whole milliseconds rounded up; zero: do what can be done now. The turn
     *     may end sooner with nothing done, and does when the calling thread is interrupted.
     * @return false once the loop is closed: there is nothing more to drive
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws IllegalStateException if the loop belongs to another thread, or is being driven by this one already
     */
    public boolean runOnce(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative: " + timeout);
        }
        Duration wait = timeout.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : timeout;
        enter();
        try {
            if (!closed) {
                turn(wait.plusNanos(999_999).toMillis());
            }
        } finally {
            leave();
        }
        return !closed;
    }

    /**
     * Tells whether the calling thread is the loop's.
     *
     * @return true on the thread that drives the loop, between its turns too; false everywhere as long as nobody has
     *     begun to drive it
     */
    public boolean inLoop() {
        return Thread.currentThread() == thread.get();
    }

    /**
     * Has a task run on the loop's thread, soon and never inside this call. Tasks run in the order in which they came.
     * What a thread did before this call happens-before what the task does.
     *
     * @param task run once; what it throws is logged
     * @throws RejectedExecutionException if the loop is closed
     */
    @Override
    public void execute(Runnable task) {
        tasks.add(Objects.requireNonNull(task, "task"));
        // A task that the closing loop has taken already is being run; only one left behind is refused.
        if (closed && tasks.remove(task)) {
            throw new RejectedExecutionException("the loop is closed");
        }
        if (!inLoop()) {
            wakeUp();
        }
    }

    /**
     * Ends the loop: runs the tasks given so far and closes all connections that are registered with it, which runs their
     * kept retries. A transport that has not needed the loop so far is closed as soon as it does. Idempotent.
     *
     * <p>Returns when all this is done and the loop's own thread has ended. Called by a task or a retry, it returns at
     * once, and the loop ends with the turn. For a loop that the user drives, what remains to be run is run by the
     * driving thread if it is at it, and else here.
     */
    @Override
    public void close() {
        stop();
        if (driving.isHeldByCurrentThread()) {
            return;
        }
        driving.lock();
        try {
            finish();
        } finally {
            driving.unlock();
        }
        Thread ended = thread.get();
        if (ownsThread && ended != null && !inLoop()) {
            join(ended);
        }
    }

    /** Describes the loop for a log. */
    @Override
    public String toString() {
        Thread driver = thread.get();
        return "NioLoop[" + (driver == null ? "not driven yet" : driver.getName()) + (closed ? ", closed]" : "]");
    }

    /** Asks the loop to end, without waiting for it. */
    void stop() {
        closed = true;
        wakeUp();
    }

    boolean isClosed() {
        return closed;
    }

    Selector selector() {
        return selector;
    }

    /** Ends the select in which the loop sleeps, if it does. */
    void wakeUp() {
        if (asleep.compareAndSet(true, false)) {
            selector.wakeup();
        }
    }

    /** Has a listener resume when its pause is over. On the loop's thread only. */
    void resumeWhenDue(NioListener listener) {
        pauses.add(listener);
    }

    /** Runs what a user gave us, which must not be able to break what calls it. */
    static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (Throwable t) {
            LOG.error("a retry or task failed: {}", task, t);
        }
    }

    private void runUntilClosed() {
        enter();
        try {
            while (!closed) {
                turn(NO_TIMEOUT);
                // An interrupt would make each further select return at once.
                Thread.interrupted();
            }
        } finally {
            leave();
        }
    }

    private void enter() {
        if (driving.isHeldByCurrentThread()) {
            throw new IllegalStateException("the loop can't be driven from one of its own tasks or retries");
        }
        if (!inLoop() && !thread.compareAndSet(null, Thread.currentThread())) {
            throw new IllegalStateException("the loop belongs to another thread: " + this);
        }
        driving.lock();
    }

    private void leave() {
        try {
            if (closed) {
                finish();
            }
        } finally {
            driving.unlock();
        }
    }

    private void turn(long timeoutMillis) {
        try {
            select(untilPauseEnds(timeoutMillis));
        } catch (IOException e) {
            LOG.error("the selector failed; its loop and all its connections are closed", e);
            closed = true;
        }
        runTasks(TASKS_A_TURN);
        pauses.endDue();
    }

    private void select(long timeoutMillis) throws IOException {
        if (timeoutMillis == 0) {
            selector.selectNow(dispatch);
            return;
        }
        asleep.set(true);
        try {
            // After the flag is up: what comes from now on wakes the selector.
            if (closed || !tasks.isEmpty()) {
                selector.selectNow(dispatch);
            } else {
                selector.select(dispatch, timeoutMillis == NO_TIMEOUT ? 0 : timeoutMillis);
            }
        } finally {
            asleep.set(false);
        }
    }

    private void runTasks(int most) {
        for (int i = 0; i < most; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            runLogged(task);
        }
    }

    private long untilPauseEnds(long timeoutMillis) {
        if (pauses.isEmpty()) {
            return timeoutMillis;
        }
        return timeoutMillis == NO_TIMEOUT ? pauses.leftMillis() : Math.min(timeoutMillis, pauses.leftMillis());
    }

    /** Ends what is left. The lock is held. */
    private void finish() {
        if (!selector.isOpen()) {
            return;
        }
        // Whatever comes after these is refused, so nothing can be registered behind the keys that are listed next.
        runTasks(Integer.MAX_VALUE);
        for (SelectionKey key : List.copyOf(selector.keys())) {
            ((Registered) key.attachment()).close();
        }
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("closing the selector failed", e);
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A class, and no lambda: each connection that is reset pays for each frame below with the traces of two exceptions. */
    private final class Dispatch implements Consumer<SelectionKey> {

        @Override
        public void accept(SelectionKey key) {
            if (asleep.getPlain()) {
                asleep.set(false);
            }
            int ops;
            try {
                ops = key.readyOps();
            } catch (CancelledKeyException closedMeanwhile) {
                return;
            }
            try {
                ((Registered) key.attachment()).ready(ops);
            } catch (Throwable t) {
                LOG.error("handling {} failed", key.attachment(), t);
            }
        }
    }
}
