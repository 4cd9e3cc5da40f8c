package dev.handshake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@code Sec-WebSocket-Extensions}, RFC 6455, 9.1. Without a list to fill it only checks, and leaves no
 * garbage behind.
 */
final class ExtensionParser {

    private final @Nullable List<Extension> found;
    private int members;
    private byte[] bytes = new byte[0];
    private int at;
    private int to;

    ExtensionParser(@Nullable List<Extension> found) {
        this.found = found;
    }

    /** Parses all lines of the field. At least one extension must be there. */
    boolean field(Head head) {
        members = 0;
        Field field = Field.SEC_WEBSOCKET_EXTENSIONS;
        for (int line = head.next(field, 0); line >= 0; line = head.after(field, line)) {
            if (!line(head.bytes, head.valueFrom(line), head.valueTo(line))) {
                return false;
            }
        }
        return members > 0;
    }

    /** Parses one line; empty members are skipped. */
    boolean line(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.to = to;
        while (skipBlanks() < to) {
            if (bytes[at] == ',') {
                at++;
            } else if (!extension() || skipBlanks() < to && bytes[at] != ',') {
                return false;
            }
        }
        return true;
    }

    private int skipBlanks() {
        at = Grammar.skipBlanks(bytes, at, to);
        return at;
    }

    private boolean extension() {
        int nameFrom = at;
        int nameTo = token();
        if (nameTo < 0) {
            return false;
        }
        List<Extension.Parameter> parameters = found == null ? null : new ArrayList<>();
        while (skipBlanks() < to && bytes[at] == ';') {
            at++;
            skipBlanks();
            if (!parameter(parameters)) {
                return false;
            }
        }
        members++;
        if (found != null && parameters != null) {
            found.add(new Extension(Grammar.text(bytes, nameFrom, nameTo), parameters));
        }
        return true;
    }

    /** Goes behind a token and returns its end, or -1. */
    private int token() {
        int end = Grammar.skip(Grammar.TOKEN, bytes, at, to);
        if (end == at) {
            return -1;
        }
        at = end;
        return end;
    }

    private boolean parameter(@Nullable List<Extension.Parameter> parameters) {
        int nameFrom = at;
        int nameTo = token();
        if (nameTo < 0) {
            return false;
        }
        int valueFrom = -1;
        if (skipBlanks() < to && bytes[at] == '=') {
            at++;
            valueFrom = skipBlanks();
            if (at == to || !(bytes[at] == '"' ? quoted() : token() >= 0)) {
                return false;
            }
        }
        if (parameters != null) {
            String value = valueFrom < 0 ? null : unquoted(valueFrom, at);
            parameters.add(new Extension.Parameter(Grammar.text(bytes, nameFrom, nameTo), value));
        }
        return true;
    }

    /** A quoted string, whose text without the quoting must be a token: RFC 6455, 9.1. */
    private boolean quoted() {
        int octets = 0;
        at++;
        while (at < to && bytes[at] != '"') {
            if (bytes[at] == '\\') {
                at++;
            }
            if (at == to || !Grammar.is(Grammar.TOKEN, bytes[at])) {
                return false;
            }
            at++;
            octets++;
        }
        at++;
        return at <= to && octets > 0;
    }

    private String unquoted(int from, int end) {
        String text = Grammar.text(bytes, from, end);
        return text.charAt(0) == '"' ? text.substring(1, text.length() - 1).replace("\\", "") : text;
    }
}
