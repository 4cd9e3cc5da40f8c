package dev.handshake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@code Sec-WebSocket-Extensions}, RFC 6455, 9.1. Each part begins at an index and returns the one behind
 * it, or {@link #MALFORMED}. Without a list to fill they only check, and leave no garbage behind.
 */
final class ExtensionParser {

    private static final int MALFORMED = -1;

    private ExtensionParser() {}

    /** Tells whether there is at least one extension in all lines of the field together, and all are well-formed. */
    static boolean field(Head head, @Nullable List<Extension> found) {
        boolean any = false;
        Field field = Field.SEC_WEBSOCKET_EXTENSIONS;
        for (int value = head.first(field); value >= 0; value = head.after(field, value)) {
            int members = line(head.bytes, value, head.valueTo(value), found);
            if (members == MALFORMED) {
                return false;
            }
            any |= members > 0;
        }
        return any;
    }

    /** Returns how many extensions there are; empty members are skipped. */
    static int line(byte[] bytes, int from, int to, @Nullable List<Extension> found) {
        int members = 0;
        int at = from;
        while ((at = Grammar.skipBlanks(bytes, at, to)) < to) {
            if (bytes[at] == ',') {
                at++;
                continue;
            }
            at = extension(bytes, at, to, found);
            if (at == MALFORMED || at < to && bytes[at] != ',') {
                return MALFORMED;
            }
            members++;
        }
        return members;
    }

    private static int extension(byte[] bytes, int from, int to, @Nullable List<Extension> found) {
        List<Extension.Parameter> parameters = found == null ? null : new ArrayList<>();
        int nameTo = token(bytes, from, to);
        int at = nameTo == MALFORMED ? MALFORMED : Grammar.skipBlanks(bytes, nameTo, to);
        while (at != MALFORMED && at < to && bytes[at] == ';') {
            at = parameter(bytes, Grammar.skipBlanks(bytes, at + 1, to), to, parameters);
        }
        if (at != MALFORMED && found != null && parameters != null) {
            found.add(new Extension(Grammar.text(bytes, from, nameTo), parameters));
        }
        return at;
    }

    private static int parameter(byte[] bytes, int from, int to, @Nullable List<Extension.Parameter> parameters) {
        int nameTo = token(bytes, from, to);
        if (nameTo == MALFORMED) {
            return MALFORMED;
        }
        int at = Grammar.skipBlanks(bytes, nameTo, to);
        String value = null;
        if (at < to && bytes[at] == '=') {
            int valueFrom = Grammar.skipBlanks(bytes, at + 1, to);
            boolean quoted = valueFrom < to && bytes[valueFrom] == '"';
            int valueTo = quoted ? quoted(bytes, valueFrom, to) : token(bytes, valueFrom, to);
            if (valueTo == MALFORMED) {
                return MALFORMED;
            }
            value = parameters == null ? null : unquoted(Grammar.text(bytes, valueFrom, valueTo));
            at = Grammar.skipBlanks(bytes, valueTo, to);
        }
        if (parameters != null) {
            parameters.add(new Extension.Parameter(Grammar.text(bytes, from, nameTo), value));
        }
        return at;
    }

    private static int token(byte[] bytes, int from, int to) {
        int end = Grammar.skip(Grammar.TOKEN, bytes, from, to);
        return end > from ? end : MALFORMED;
    }

    /** A quoted string, whose text without the quoting must be a token: RFC 6455, 9.1. */
    private static int quoted(byte[] bytes, int from, int to) {
        int octets = 0;
        int at = from + 1;
        while (at < to && bytes[at] != '"') {
            if (bytes[at] == '\\') {
                at++;
            }
            if (at == to || !Grammar.is(Grammar.TOKEN, bytes[at])) {
                return MALFORMED;
            }
            at++;
            octets++;
        }
        return at < to && octets > 0 ? at + 1 : MALFORMED;
    }

    private static String unquoted(String text) {
        return text.charAt(0) == '"' ? text.substring(1, text.length() - 1).replace("\\", "") : text;
    }
}
