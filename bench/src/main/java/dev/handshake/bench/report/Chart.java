package dev.handshake.bench.report;

import java.util.List;
import java.util.Locale;

/** Bars as SVG, to be read on a light page and on a dark one. Ours stand out. */
public final class Chart {

    private static final int WIDTH = 760;
    private static final int ROW = 24;
    private static final int BAR_FROM = 250;
    private static final int BAR_MOST = 420;
    private static final int TOP = 44;

    private Chart() {}

    /** One bar: its name and what it stands for; {@code ours} if it is to stand out. */
    public record Bar(String name, double value, boolean ours) {}

    /** Draws bars below a title, each with its value in a unit. */
    public static String of(String title, String unit, List<Bar> bars) {
        double most = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        int height = TOP + bars.size() * ROW + 12;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">
                <style>
                text { font: 13px system-ui, sans-serif; fill: #24292f }
                .title { font-weight: 600; font-size: 15px }
                .other { fill: #8c959f }
                .ours { fill: #0969da }
                @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 }
                .other { fill: #6e7681 }
                .ours { fill: #4493f8 }
                }
                </style>
                <text class="title" x="8" y="24">%s</text>
                """, WIDTH, height, WIDTH, height, escaped(title), escaped(title)));
        for (int i = 0; i < bars.size(); i++) {
            svg.append(bar(bars.get(i), unit, TOP + i * ROW, most));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String bar(Bar bar, String unit, int y, double most) {
        double length = Math.max(1, bar.value() / most * BAR_MOST);
        return String.format(
                Locale.ROOT,
                """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <rect class="%s" x="%d" y="%d" width="%.1f" height="%d" rx="2"/>
                <text x="%.1f" y="%d">%s</text>
                """,
                BAR_FROM - 8,
                y + 14,
                escaped(bar.name()),
                bar.ours() ? "ours" : "other",
                BAR_FROM,
                y,
                length,
                ROW - 6,
                BAR_FROM + length + 6,
                y + 14,
                escaped(Text.number(bar.value()) + " " + unit));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
