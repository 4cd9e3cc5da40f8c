package dev.handshake.hardening.exhaustion;

import dev.handshake.hardening.processes.Child;
import dev.handshake.hardening.processes.Client;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Good handshakes, one after the other on a thread of its own, until it is closed. */
final class Goods implements Closeable {

    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Child server;
    private final LongStream.Builder latencies = LongStream.builder();
    private final Thread thread = new Thread(this::run);
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    /** Begins. */
    Goods(Child server) {
        this.server = server;
        thread.start();
    }

    private void run() {
        try {
            do {
                long began = System.nanoTime();
                Client.opened(server).close();
                latencies.add(System.nanoTime() - began);
                LockSupport.parkNanos(PACE_NANOS);
            } while (!closed);
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Ends, and returns how long each took in nanoseconds, from connecting to the 101 and back again, in rising order. */
    long[] latencies() throws IOException {
        close();
        if (failure != null) {
            throw failure;
        }
        long[] sorted = latencies.build().toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
