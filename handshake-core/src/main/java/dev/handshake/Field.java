package dev.handshake;

import org.jspecify.annotations.Nullable;

/** The header fields that a rule reads. Any other field is carried, not looked at. */
enum Field {
    HOST("Host"),
    CONNECTION("Connection"),
    UPGRADE("Upgrade"),
    SEC_WEBSOCKET_KEY("Sec-WebSocket-Key"),
    SEC_WEBSOCKET_VERSION("Sec-WebSocket-Version"),
    SEC_WEBSOCKET_PROTOCOL("Sec-WebSocket-Protocol"),
    SEC_WEBSOCKET_EXTENSIONS("Sec-WebSocket-Extensions"),
    SEC_WEBSOCKET_ACCEPT("Sec-WebSocket-Accept"),
    ORIGIN("Origin"),
    CONTENT_LENGTH("Content-Length"),
    TRANSFER_ENCODING("Transfer-Encoding"),
    EXPECT("Expect");

    static final Field[] ALL = values();

    final String text;
    /** Its own bit in a set of fields. */
    final int bit = 1 << ordinal();

    /** The name in lower case, and the colon. */
    private final byte[] start;

    Field(String text) {
        this.text = text;
        this.start = Grammar.ascii(Grammar.lower(text) + ":");
    }

    /** Returns the field that a line is of, or null if no rule reads it. Octets behind {@code to} are not looked at. */
    static @Nullable Field of(byte[] bytes, int line, int to) {
        if (to - line < HOST.start.length) {
            return null;
        }
        Field candidate = switch (Grammar.lower(bytes[line])) {
            case 'c' -> Grammar.lower(bytes[line + 3]) == 'n' ? CONNECTION : CONTENT_LENGTH;
            case 'e' -> EXPECT;
            case 'h' -> HOST;
            case 'o' -> ORIGIN;
            case 's' -> ofTheHandshake(bytes, line, to);
            case 't' -> TRANSFER_ENCODING;
            case 'u' -> UPGRADE;
            default -> null;
        };
        return candidate != null && Grammar.startsWithName(bytes, line, to, candidate.start) ? candidate : null;
    }

    private static @Nullable Field ofTheHandshake(byte[] bytes, int line, int to) {
        int different = line + "sec-websocket-".length();
        return different >= to
                ? null
                : switch (Grammar.lower(bytes[different])) {
                    case 'a' -> SEC_WEBSOCKET_ACCEPT;
                    case 'e' -> SEC_WEBSOCKET_EXTENSIONS;
                    case 'k' -> SEC_WEBSOCKET_KEY;
                    case 'p' -> SEC_WEBSOCKET_PROTOCOL;
                    case 'v' -> SEC_WEBSOCKET_VERSION;
                    default -> null;
                };
    }

    /** Returns the index behind the colon of a line of this field. */
    int behindColon(int line) {
        return line + start.length;
    }

    /**
     * Tells whether the handshake writes this field by itself, so that neither a decorator nor a refusal may: {@code Host},
     * {@code Upgrade}, {@code Connection}, {@code Sec-WebSocket-*}, {@code Content-Length}, {@code Transfer-Encoding}.
     */
    static boolean ownedByHandshake(String name) {
        String lower = Grammar.lower(name);
        return switch (lower) {
            case "host", "upgrade", "connection", "content-length", "transfer-encoding" -> true;
            default -> lower.startsWith("sec-websocket-");
        };
    }

    /** Tells whether the values of a field are secrets, never to be shown in a message or a log. */
    static boolean secret(String name) {
        return switch (Grammar.lower(name)) {
            case "authorization", "cookie", "set-cookie", "proxy-authorization", "sec-websocket-key" -> true;
            default -> false;
        };
    }

    /** Tells whether the values of a field are addresses, which may carry a secret as a request target may. */
    static boolean address(String name) {
        return switch (Grammar.lower(name)) {
            case "location", "referer" -> true;
            default -> false;
        };
    }
}
