package dev.handshake;

import dev.handshake.HandshakeTrace.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** What a rule found in a head, in words, and where. Only made when somebody wants to know. */
final class Found {

    private final byte[] bytes;
    private final int origin;
    private final List<Slice> slices = new ArrayList<>();
    private final StringJoiner text = new StringJoiner(", ");

    /** Of a head whose first octet is at {@code origin}. */
    Found(byte[] bytes, int origin) {
        this.bytes = bytes;
        this.origin = origin;
    }

    /** Adds the first octets. */
    Found first(int octets) {
        return part(origin, origin + octets, "nothing");
    }

    Found add(String words) {
        text.add(words);
        return this;
    }

    /** Adds a part of the head, or what to say if it is empty. */
    Found part(int from, int to, String ifEmpty) {
        return from == to ? add(ifEmpty) : place(from, to).add("'" + Text.shown(Grammar.text(bytes, from, to)) + "'");
    }

    /** Adds all lines of a field. */
    Found lines(Head head, Field field) {
        int line = head.next(field, 0);
        if (line < 0) {
            add("no " + field.text);
        }
        for (; line >= 0; line = head.next(field, line + 1)) {
            place(head.nameFrom(line), head.valueTo(line));
            add("'" + head.name(line) + ": " + Text.shownUnlessSecret(field.text, head.value(line)) + "'");
        }
        return this;
    }

    Found place(int from, int to) {
        slices.add(new Slice(from - origin, to - origin));
        return this;
    }

    List<Slice> slices() {
        return slices;
    }

    String text() {
        return text.toString();
    }
}
