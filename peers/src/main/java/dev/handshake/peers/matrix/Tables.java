package dev.handshake.peers.matrix;

import dev.handshake.HandshakeFailure;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The results as tables in Markdown. */
final class Tables {

    /** The rules in the order in which we check them, then the demands by name. */
    private static final Comparator<String> RULES =
            Comparator.comparingInt(Tables::place).thenComparing(Comparator.naturalOrder());

    private Tables() {}

    private static int place(String rule) {
        for (HandshakeFailure failure : HandshakeFailure.values()) {
            if (failure.name().equals(rule)) {
                return failure.ordinal();
            }
        }
        return Integer.MAX_VALUE;
    }

    /** A line for each peer: how many cases came out in which way. */
    static String counts(List<Run> runs) {
        StringBuilder table = new StringBuilder();
        table.append("| | version | right | opens | does not open | answers otherwise | against a *should* | left open"
                + " | not applicable |\n|---|---|---:|---:|---:|---:|---:|---:|---:|\n");
        for (Run run : runs) {
            Counts counts = run.counts();
            table.append(row(
                    run.peer().title(),
                    run.version(),
                    counts.right(),
                    counts.opened(),
                    counts.refused(),
                    counts.otherwise(),
                    counts.advice(),
                    counts.leftOpen(),
                    counts.notApplicable()));
        }
        return table.toString();
    }

    /** A line for each rule, a column for each peer: how many cases did not break a must, of how many. */
    static String rules(List<Run> runs) {
        Map<String, List<Counts>> lines = new TreeMap<>(RULES);
        runs.stream()
                .flatMap(run -> run.results().stream())
                .map(result -> result.of().rule())
                .distinct()
                .forEach(rule ->
                        lines.put(rule, runs.stream().map(run -> of(rule, run)).toList()));
        StringBuilder table = new StringBuilder();
        table.append("| rule | ")
                .append(runs.stream().map(run -> run.peer().title()).collect(Collectors.joining(" | ")))
                .append(" |\n|---|")
                .append("---:|".repeat(runs.size()))
                .append("\n");
        lines.forEach((rule, counts) -> {
            if (counts.stream().anyMatch(count -> count.applicable() > 0)) {
                String cells = counts.stream().map(Tables::cell).collect(Collectors.joining(" | "));
                table.append("| `").append(rule).append("` | ").append(cells).append(" |\n");
            }
        });
        return table.toString();
    }

    private static Counts of(String rule, Run run) {
        return Counts.of(run.results().stream()
                .filter(result -> result.of().rule().equals(rule))
                .toList());
    }

    /** All of them, or so many of them; nothing where no case proves anything. */
    private static String cell(Counts counts) {
        int all = counts.applicable();
        if (all == 0) {
            return "";
        }
        return counts.againstMust() == 0 ? String.valueOf(all) : "**" + (all - counts.againstMust()) + "** of " + all;
    }

    private static String row(Object... cells) {
        return Arrays.stream(cells).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
