package dev.handshake.hardening;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How much is tried: few of each in a build, as many as a system property says in a long run. */
public final class Runs {

    private Runs() {}

    /** Returns the number that {@code -Dhardening.NAME=…} gives, or else {@code few}. */
    public static long of(String name, long few) {
        return Long.getLong("hardening." + name, few);
    }

    /** Returns where to begin: at the one seed that {@code -Dhardening.seed=…} names, or at {@code -Dhardening.first=…}. */
    public static long first() {
        return Long.getLong("hardening.seed", Long.getLong("hardening.first", 1));
    }

    /** Something that is tried with one seed. */
    public interface Trial {
        void run(long seed) throws Exception;
    }

    /** Tries one seed after the other, or only the one that {@code -Dhardening.seed=…} names. A failure names its seed. */
    public static void each(String name, long few, Trial trial) {
        each(name, few, 1, trial);
    }

    /** The same with fewer seeds, for a trial that costs more than others. Returns how many were tried. */
    public static long each(String name, long few, int cost, Trial trial) {
        long first = first();
        long count = Long.getLong("hardening.seed") != null ? 1 : of(name, few) / cost;
        for (long seed = first; seed < first + count; seed++) {
            try {
                trial.run(seed);
            } catch (Exception | StackOverflowError | AssertionError e) {
                throw new AssertionError(
                        name + ": seed " + seed + " (once more: -Dhardening.seed=" + seed + "): " + e, e);
            }
        }
        return count;
    }

    /** Writes down what a long run has seen, in {@code target/hardening.txt}. */
    public static void report(String line) {
        try {
            Files.writeString(
                    Path.of("target/hardening.txt"),
                    line + System.lineSeparator(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
