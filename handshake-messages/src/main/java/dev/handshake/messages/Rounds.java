package dev.handshake.messages;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection, as the {@code retry} of its transport: what is to be done is done again whenever something
 * may have changed, never twice at once and never within itself, so that the stack stays flat. Over a transport that blocks,
 * only a thread that may wait does it: that of a waiting caller, until what it waits for is there; or one of the executor.
 */
abstract class Rounds implements Runnable {

    private final boolean blocks;
    private final Executor executor;
    private final AtomicInteger due = new AtomicInteger();
    private volatile @Nullable Thread runner;

    Rounds(boolean blocks, Executor executor) {
        this.blocks = blocks;
        this.executor = executor;
    }

    /** Goes a step further; false if nothing can be done until something changes. */
    abstract boolean step() throws IOException;

    /** Tells whether there is anything to do that a transport that blocks should be waited for. */
    abstract boolean isWanted();

    /** Is told what a step has thrown. */
    abstract void failed(Throwable e);

    @Override
    public final void run() {
        if (due.getAndIncrement() == 0) {
            if (blocks) {
                elsewhere();
            } else {
                rounds(null);
            }
        }
    }

    /** Runs on the calling thread, which may wait, until this future is complete; who comes second leaves it to the first. */
    final void runFor(Future<?> own) {
        if (due.getAndIncrement() == 0) {
            rounds(blocks ? own : null);
        }
    }

    /** Tells whether the calling thread is the one that does it now. */
    final boolean isRunning() {
        return runner == Thread.currentThread();
    }

    /** Leaves the rounds that are due to a thread that may wait, as long as there is anything to do. */
    private void elsewhere() {
        int seen;
        do {
            seen = due.get();
            if (isWanted()) {
                handOver();
                return;
            }
            seen = due.addAndGet(-seen);
        } while (seen != 0);
    }

    private void handOver() {
        try {
            executor.execute(() -> rounds(null));
        } catch (RuntimeException | Error e) {
            // The executor takes no more tasks, or there is no thread to be had. That ends the connection, so that
            // nothing of
            // what is left to do here waits.
            failed(e);
            rounds(null);
        }
    }

    private void rounds(@Nullable Future<?> own) {
        int seen = due.get();
        do {
            runner = Thread.currentThread();
            boolean goesOn = true;
            while (goesOn) {
                if (own != null && own.isDone()) {
                    runner = null;
                    elsewhere();
                    return;
                }
                goesOn = goesOn();
            }
            runner = null;
            seen = due.addAndGet(-seen);
        } while (seen != 0);
    }

    private boolean goesOn() {
        try {
            return (!blocks || isWanted()) && step();
        } catch (IOException | RuntimeException | Error e) {
            failed(e);
            return false;
        }
    }
}
