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

    private final byte[] lower;

    Field(String text) {
        this.text = text;
        this.lower = Grammar.ascii(Grammar.lower(text));
    }

    /** Returns the field of this name, a token of whatever case, or null if no rule reads it. */
    static @Nullable Field of(byte[] bytes, int from, int to) {
        Field candidate = switch (to - from) {
            case 4 -> HOST;
            case 6 -> Grammar.lower(bytes[from]) == 'o' ? ORIGIN : EXPECT;
            case 7 -> UPGRADE;
            case 10 -> CONNECTION;
            case 14 -> CONTENT_LENGTH;
            case 17 -> Grammar.lower(bytes[from]) == 's' ? SEC_WEBSOCKET_KEY : TRANSFER_ENCODING;
            case 20 -> SEC_WEBSOCKET_ACCEPT;
            case 21 -> SEC_WEBSOCKET_VERSION;
            case 22 -> SEC_WEBSOCKET_PROTOCOL;
            case 24 -> SEC_WEBSOCKET_EXTENSIONS;
            default -> null;
        };
        return candidate != null && Grammar.sameName(bytes, from, to, candidate.lower) ? candidate : null;
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
}
