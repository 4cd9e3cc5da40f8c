package dev.handshake;

import dev.handshake.HandshakeTrace.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** What a rule found in a head, in words, and where. Only made when somebody wants to know. */
final class Found {

    private final Head head;
    private final List<Slice> slices = new ArrayList<>();
    private final StringJoiner text = new StringJoiner(", ");

    Found(Head head) {
        this.head = head;
    }

    /** Adds the first octets. */
    Found first(int octets) {
        return part(head.from, head.from + octets, "nothing");
    }

    Found add(String words) {
        text.add(words);
        return this;
    }

    /** Adds a part of the head, or what to say if it is empty. */
    Found part(int from, int to, String ifEmpty) {
        return from == to
                ? add(ifEmpty)
                : place(from, to).add("'" + Text.shown(Grammar.text(head.bytes, from, to)) + "'");
    }

    /** Adds all lines of a field. */
    Found lines(Field field) {
        if (!head.has(field)) {
            add("no " + field.text);
        }
        for (int value = head.first(field); value >= 0; value = head.after(field, value)) {
            int line = head.lineOf(value);
            place(line, head.valueTo(value));
            add("'" + head.name(line) + ": " + Text.shownUnlessSecret(field.text, head.value(value)) + "'");
        }
        return this;
    }

    Found place(int from, int to) {
        slices.add(new Slice(from - head.from, to - head.from));
        return this;
    }

    List<Slice> slices() {
        return slices;
    }

    String text() {
        return text.toString();
    }
}
