package dev.handshake.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as a table, and what is not right in full behind it. */
final class TextReport {

    private static final int WIDTH = 100;

    private final Report report;
    private final boolean colours;
    private final StringBuilder text = new StringBuilder();

    private TextReport(Report report, boolean colours) {
        this.report = report;
        this.colours = colours;
    }

    static String of(Report report, boolean colours) {
        return new TextReport(report, colours).write();
    }

    private String write() {
        table();
        explain(Rating.ADVICE);
        explain(Rating.WRONG);
        line("");
        List<String> counts = new ArrayList<>();
        for (Rating rating : Rating.values()) {
            counts.add(painted(rating, report.count(rating) + " " + rating));
        }
        double seconds = report.took().toMillis() / 1000.0;
        line(report.subject() + ": " + String.join(", ", counts)
                + String.format(
                        Locale.ROOT, "; %d runs in %.1f s", report.results().size(), seconds));
        if (!report.cutShort().isEmpty()) {
            line(painted(Rating.WRONG, "not all was run: " + report.cutShort()));
        }
        return text.toString();
    }

    private void table() {
        line(String.format("%-14s %6s %7s %6s %5s", "topic", "right", "advice", "wrong", "n/a"));
        for (Map.Entry<String, List<Result>> group : report.groups().entrySet()) {
            StringBuilder row = new StringBuilder(String.format("%-14s", group.getKey()));
            cell(row, group.getValue(), Rating.RIGHT, 6);
            cell(row, group.getValue(), Rating.ADVICE, 7);
            cell(row, group.getValue(), Rating.WRONG, 6);
            cell(row, group.getValue(), Rating.NOT_APPLICABLE, 5);
            line(row.toString());
        }
    }

    private void cell(StringBuilder row, List<Result> results, Rating rating, int width) {
        long count = results.stream()
                .filter(result -> result.verdict().rating() == rating)
                .count();
        String number = String.format("%" + width + "s", count == 0 ? "·" : count);
        row.append(' ').append(count == 0 ? number : painted(rating, number));
    }

    private void explain(Rating rating) {
        for (Result result : report.results()) {
            if (result.verdict().rating() == rating) {
                explain(result);
            }
        }
    }

    private void explain(Result result) {
        ConformanceCase it = result.of();
        String delivery = result.delivery() == Delivery.WHOLE ? "" : ", " + result.delivery();
        line("");
        line(painted(result.verdict().rating(), result.verdict().rating().toString()) + "  " + it.id() + "  "
                + it.title() + delivery + "  [" + it.rule() + "; " + it.strictness() + "; "
                + String.join("; ", it.clauses()) + "]");
        result.verdict().findings().forEach(finding -> wrapped(finding, "      "));
        wrapped(it.reason(), "      ");
    }

    private void wrapped(String sentence, String indent) {
        StringBuilder row = new StringBuilder(indent);
        // What a peer said may be in it, and must not reach a terminal as it is.
        for (String word : Shown.printable(sentence).split(" ")) {
            if (row.length() + word.length() > WIDTH && row.length() > indent.length()) {
                line(row.toString().stripTrailing());
                row = new StringBuilder(indent);
            }
            row.append(word).append(' ');
        }
        line(row.toString().stripTrailing());
    }

    private String painted(Rating rating, String words) {
        if (!colours) {
            return words;
        }
        int code = switch (rating) {
            case RIGHT -> 32;
            case ADVICE -> 33;
            case WRONG -> 31;
            case NOT_APPLICABLE -> 2;
        };
        return "\u001b[" + code + "m" + words + "\u001b[0m";
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
