package dev.handshake.cli;

import dev.handshake.HandshakeFailure;
import dev.handshake.HandshakeTrace;
import dev.handshake.HandshakeTrace.Finding;
import dev.handshake.HandshakeTrace.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a trace for a person at a terminal of 80 columns: the head, a line for each rule, and what is to be done. */
final class TraceText {

    private static final int COLUMNS = 80;
    private static final int MOST_LINES = 100;
    private static final int FOUND_COLUMNS = 28;

    private final boolean colours;
    private final List<String> lines = new ArrayList<>();

    private TraceText(boolean colours) {
        this.colours = colours;
    }

    /** Writes all of it but the verdict. */
    static List<String> rules(HandshakeTrace trace, boolean colours) {
        TraceText text = new TraceText(colours);
        text.head(trace);
        text.lines.add("");
        trace.findings().forEach(text::rule);
        text.lines.add("");
        return text.lines;
    }

    /** Writes why it failed, what would be right, who is usually to blame, and what the peer itself says of it. */
    static List<String> verdict(
            @Nullable HandshakeTrace trace, @Nullable HandshakeFailure failure, String says, boolean colours) {
        if (failure == null) {
            return lost(colours);
        }
        TraceText text = new TraceText(colours);
        Finding broken = trace == null ? null : trace.broken().orElse(null);
        String clause = broken == null ? failure.clause() : broken.clause();
        text.lines.add(text.paint(Ink.BROKEN, "FAILED: " + failure + (clause.isEmpty() ? "" : " (" + clause + ")")));
        text.lines.addAll(paragraph("found", broken == null ? "" : broken.found()));
        text.lines.addAll(paragraph("wrong", failure.sentence()));
        text.lines.addAll(paragraph("cause", failure.usualCause()));
        text.lines.addAll(paragraph("reply", says));
        return text.lines;
    }

    /** Whoever resets the connection is most often one who would also end it. */
    private static List<String> lost(boolean colours) {
        TraceText text = new TraceText(colours);
        text.lines.add(text.paint(Ink.BROKEN, "FAILED: connection lost"));
        text.lines.addAll(paragraph("cause", HandshakeFailure.PEER_LEFT.usualCause()));
        return text.lines;
    }

    private void head(HandshakeTrace trace) {
        Finding broken = trace.broken().orElse(null);
        for (HeadLine line : HeadLine.of(trace.head(), MOST_LINES, COLUMNS - 4)) {
            boolean marked = broken != null && line.isReadBy(broken);
            String text = ((marked ? "> | " : "  | ") + line.text()).stripTrailing();
            lines.add(marked ? paint(Ink.BROKEN, text) : text);
            if (marked && broken.read().get(0).to() == broken.read().get(0).from() + 1) {
                int column = line.column(trace.head(), broken.read().get(0));
                if (column < COLUMNS - 4) {
                    lines.add(paint(Ink.BROKEN, "    " + " ".repeat(column) + "^ here"));
                }
            }
        }
    }

    private void rule(Finding finding) {
        Verdict verdict = finding.verdict();
        String word = switch (verdict) {
            case MET -> "ok";
            case RELAXED -> "relaxed";
            case BROKEN -> "BROKEN";
            case NOT_REACHED -> "-";
        };
        String line = String.format(Locale.ROOT, "  %-7s  %-18s  %-18s  ", word, finding.rule(), finding.clause());
        lines.add(paint(Ink.of(verdict), (line + Escaped.text(finding.found(), FOUND_COLUMNS)).stripTrailing()));
    }

    /** Returns the lines of a named text; none if it is empty. */
    static List<String> paragraph(String name, String words) {
        List<String> lines = new ArrayList<>();
        String first = String.format(Locale.ROOT, "  %-8s", name);
        String indent = " ".repeat(first.length());
        StringBuilder line = new StringBuilder(first);
        for (String word : words.split(" ")) {
            if (line.length() + word.length() > COLUMNS && line.length() > indent.length()) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(indent);
            }
            line.append(word).append(' ');
        }
        if (!words.isEmpty()) {
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private String paint(Ink ink, String text) {
        return colours ? ink.paint(text) : text;
    }
}
