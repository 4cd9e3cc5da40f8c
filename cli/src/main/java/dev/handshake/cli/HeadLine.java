package dev.handshake.cli;

import dev.handshake.HandshakeTrace;
import dev.handshake.HandshakeTrace.Finding;
import dev.handshake.HandshakeTrace.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a head that was read, as it may be shown.
 *
 * @param from the index of its first octet in the head
 * @param to the index behind its line end
 * @param text the line without its end, escaped, cut, and with a remark in place of a secret
 */
record HeadLine(int from, int to, String text) {

    private static final String HIDDEN = HandshakeTrace.HIDDEN + "+";

    /** Takes a head apart; what is more than so many lines is left out. */
    static List<HeadLine> of(String head, int most, int columns) {
        List<HeadLine> lines = new ArrayList<>();
        int from = 0;
        while (from < head.length() && lines.size() < most) {
            int lineFeed = head.indexOf('\n', from);
            int to = lineFeed < 0 ? head.length() : lineFeed + 1;
            lines.add(new HeadLine(from, to, Escaped.text(text(head.substring(from, to)), columns)));
            from = to;
        }
        return lines;
    }

    private static String text(String line) {
        return line.replaceFirst("\r?\n$", "").replaceAll(HIDDEN, "(not shown)");
    }

    /** Tells whether a rule has read some of it. */
    boolean isReadBy(Finding finding) {
        return finding.read().stream().anyMatch(slice -> slice.from() < to && slice.to() > from);
    }

    /** Returns the column of the text at which a part of the head begins. */
    int column(String head, Slice slice) {
        return Escaped.text(text(head.substring(from, slice.from()))).length();
    }
}
