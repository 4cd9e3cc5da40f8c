package dev.handshake.bench.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** All that was measured, in the order in which it came. Not thread-safe. */
public final class Measures {

    private final Map<String, Measure> byKey = new LinkedHashMap<>();

    /** Adds the result of one more round. */
    public void add(String group, String subject, String setting, String unit, double value) {
        List<Double> rounds = new ArrayList<>();
        Measure before = byKey.get(Measure.key(group, subject, setting));
        if (before != null) {
            rounds.addAll(before.rounds());
        }
        rounds.add(value);
        put(new Measure(group, subject, setting, unit, rounds));
    }

    /** Puts in a measure, in place of an older one of the same name. */
    public void put(Measure measure) {
        byKey.put(measure.key(), measure);
    }

    /** Returns all of them. */
    public Collection<Measure> all() {
        return byKey.values();
    }

    /** Returns those of a group. */
    public List<Measure> of(String group) {
        return byKey.values().stream()
                .filter(measure -> measure.group().equals(group))
                .toList();
    }

    /** Returns the median of a measure; empty if it was not measured. */
    public OptionalDouble median(String key) {
        Measure measure = byKey.get(key);
        return measure == null ? OptionalDouble.empty() : OptionalDouble.of(measure.median());
    }

    /** Returns the median of the rounds' ratios, which drift less than what they are ratios of; empty without both. */
    public OptionalDouble ratio(String key, String toKey) {
        Measure one = byKey.get(key);
        Measure other = byKey.get(toKey);
        if (one == null || other == null) {
            return OptionalDouble.empty();
        }
        if (one.rounds().size() != other.rounds().size()) {
            return OptionalDouble.of(one.median() / other.median());
        }
        double[] ratios = new double[one.rounds().size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = one.rounds().get(i) / other.rounds().get(i);
        }
        return OptionalDouble.of(Measure.median(ratios));
    }
}
