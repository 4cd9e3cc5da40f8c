package dev.handshake.hardening.fuzzing;

import java.util.concurrent.TimeUnit;

/** Which input takes the longest. One thread. */
final class Slowest {

    /** The machine, a collection or a compilation may take as long as an input; hardly each of so many times. */
    private static final int AGAIN = 3;

    private long slowestNanos;
    private long slowestSeed;

    /** Runs something, and again if it is the slowest so far: its shortest time counts. */
    void time(long seed, Runnable run) {
        long nanos = nanos(run);
        for (int i = 0; i < AGAIN && nanos > slowestNanos; i++) {
            nanos = Math.min(nanos, nanos(run));
        }
        if (nanos > slowestNanos) {
            slowestNanos = nanos;
            slowestSeed = seed;
        }
    }

    private static long nanos(Runnable run) {
        long begin = System.nanoTime();
        run.run();
        return System.nanoTime() - begin;
    }

    @Override
    public String toString() {
        return "the slowest " + TimeUnit.NANOSECONDS.toMicros(slowestNanos) + " us, seed " + slowestSeed;
    }
}
