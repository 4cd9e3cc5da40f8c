package dev.handshake.bench.report;

import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A figure that we want to reach.
 *
 * @param part of what: the command that measures it
 * @param text what it is about
 * @param limit the figure
 * @param most whether the limit is the most that is allowed, else the least
 * @param unit of the limit, such as {@code "×"}
 * @param value where we stand; empty if it was not measured
 */
public record Target(
        String part, String text, double limit, boolean most, String unit, Function<Measures, OptionalDouble> value) {

    static Target atMost(
            String part, String text, double limit, String unit, Function<Measures, OptionalDouble> value) {
        return new Target(part, text, limit, true, unit, value);
    }

    static Target atLeast(
            String part, String text, double limit, String unit, Function<Measures, OptionalDouble> value) {
        return new Target(part, text, limit, false, unit, value);
    }

    /** Tells whether a figure is within the limit. */
    public boolean isMetBy(double figure) {
        // As it is shown: nobody is behind by what can't be seen.
        double shown = Double.parseDouble(Text.number(figure));
        return most ? shown <= limit : shown >= limit;
    }

    /** Returns the limit in words. */
    public String limitText() {
        return ((most ? "at most " : "at least ") + Text.number(limit) + " " + unit).strip();
    }
}
