package dev.handshake.bench.report;

import java.util.Arrays;
import java.util.List;

/**
 * One thing that was measured, once in each round.
 *
 * @param group what kind of figure: {@code "memory.ns"}, {@code "load.cpu"}
 * @param subject whose
 * @param setting under which circumstances; may be empty
 * @param unit of the rounds
 * @param rounds what came out, in the order of the rounds; at least one
 */
public record Measure(String group, String subject, String setting, String unit, List<Double> rounds) {

    /** Copies the rounds. */
    public Measure {
        rounds = List.copyOf(rounds);
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured for " + subject);
        }
    }

    /** Returns the name by which targets refer to it. */
    public String key() {
        return key(group, subject, setting);
    }

    /** Returns the name of a measure of these parts. */
    public static String key(String group, String subject, String setting) {
        return setting.isEmpty() ? group + "/" + subject : group + "/" + subject + "/" + setting;
    }

    /** Returns the middle of the rounds. */
    public double median() {
        return median(rounds.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Returns the least of the rounds. */
    public double least() {
        return rounds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /** Returns the greatest of the rounds. */
    public double greatest() {
        return rounds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** Returns the middle of some numbers, at least one. */
    public static double median(double... numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
