package dev.handshake.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How numbers and tables are written. */
public final class Text {

    private Text() {}

    /** Writes a number with about three digits, without grouping. */
    public static String number(double number) {
        double size = Math.abs(number);
        String format = size >= 100 || size == 0 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, number);
    }

    /** Lays out a table in which the first column goes to the left and the others to the right. */
    public static String table(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                text.append(i == 0 ? left(row.get(i), widths[i]) : "  " + right(row.get(i), widths[i]));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** Writes a table as Markdown; the first row is its head. */
    public static String markdown(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add("| " + String.join(" | ", row) + " |");
            if (lines.size() == 1) {
                lines.add("|---|" + "---:|".repeat(row.size() - 1));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String left(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String right(String text, int width) {
        return " ".repeat(width - text.length()) + text;
    }
}
