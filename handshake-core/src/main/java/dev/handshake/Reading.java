package dev.handshake;

/** What a rule reads of a head: some part of the first line, or the lines of some fields. */
@FunctionalInterface
interface Reading {

    Reading METHOD = (head, found) -> found.part(head.from, Math.max(head.from, head.methodTo), "no method");
    Reading STATUS = (head, found) -> found.part(9, Math.max(12, head.targetTo), "no status");

    /** In front of a response; else what is behind the target, be it a version or not. */
    Reading VERSION = (head, found) -> {
        if (head.status > 0) {
            return found.part(0, 8, "no version");
        }
        int from = Grammar.skipBlanks(head.bytes, head.targetTo, head.to);
        int to = Grammar.skip(Grammar.VALUE, head.bytes, from, head.to);
        // A query with a space in it goes on here.
        boolean query = Grammar.text(head.bytes, head.targetFrom, head.targetTo).contains("?");
        return query && from < to && head.version == Head.NO_VERSION
                ? found.place(from, to).add("no version, but " + (to - from) + " octets behind a query")
                : found.part(from, to, "no version");
    };

    static Reading of(Field... fields) {
        return (head, found) -> {
            for (Field field : fields) {
                found.lines(field);
            }
            return found;
        };
    }

    /** Adds what there is to what was found. */
    Found in(Head head, Found found);
}
