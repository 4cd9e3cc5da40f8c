package dev.handshake.bench.memory;

import dev.handshake.Limits;
import dev.handshake.ServerHandshaker;
import dev.handshake.Subprotocols;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** One way to break each rule, and the browser's request broken that way. The names are those of the rules. */
public enum Fault {
    NONE(text -> text),
    HEAD_TOO_LARGE(text -> text),
    TOO_MANY_HEADERS(text -> text),
    TARGET_TOO_LONG(text -> text),
    BAD_SYNTAX(text -> text.replace("Pragma:", "Pragma :")),
    BAD_HTTP_VERSION(text -> text.replace("HTTP/1.1", "HTTP/1.0")),
    BAD_METHOD(text -> text.replace("GET", "POST")),
    NO_HOST(text -> without(text, "Host")),
    BAD_HOST(text -> text.replace("Host: 127.0.0.1:8080", "Host: 127.0.0.1:http")),
    UNEXPECTED_BODY(text -> with(text, "Content-Length: 5")),
    NO_CONNECTION(text -> without(text, "Connection")),
    NO_CONNECTION_UPGRADE(text -> text.replace("Connection: Upgrade", "Connection: keep-alive")),
    NO_UPGRADE(text -> without(text, "Upgrade")),
    NO_UPGRADE_WEBSOCKET(text -> text.replace("Upgrade: websocket", "Upgrade: h2c")),
    NO_SEC_VERSION(text -> without(text, "Sec-WebSocket-Version")),
    BAD_SEC_VERSION(text -> text.replace("Version: 13", "Version: 8")),
    NO_SEC_KEY(text -> without(text, "Sec-WebSocket-Key")),
    BAD_SEC_KEY(text -> text.replace(Sample.KEY, Sample.KEY.substring(4))),
    BAD_SUBPROTOCOL_LIST(text -> with(text, "Sec-WebSocket-Protocol: a, b, a")),
    BAD_EXTENSION_LIST(text -> text.replace("permessage-deflate;", "permessage-deflate;;")),
    BAD_ORIGIN(text -> text.replace("Origin: http://127.0.0.1", "Origin: http://127.0.0.2")),
    NO_COMMON_SUBPROTOCOL(text -> with(text, "Sec-WebSocket-Protocol: a, b")),
    REJECTED(text -> text);

    private final UnaryOperator<String> broken;

    Fault(UnaryOperator<String> broken) {
        this.broken = broken;
    }

    /** Returns the handshaker that finds the request at fault. */
    public ServerHandshaker handshaker() {
        ServerHandshaker.Builder builder = ServerHandshaker.builder().limits(limits());
        if (this == NO_COMMON_SUBPROTOCOL) {
            builder.subprotocols(Subprotocols.serverPreference("c").required());
        }
        return builder.build();
    }

    private Limits limits() {
        Limits limits = Limits.defaults();
        return switch (this) {
            case HEAD_TOO_LARGE -> limits.withHeadBytes(500);
            case TOO_MANY_HEADERS -> limits.withHeaders(10);
            case TARGET_TOO_LONG -> limits.withTargetBytes(4);
            default -> limits;
        };
    }

    /** Returns the request. */
    public byte[] octets() {
        return broken.apply(Sample.BROWSER.text()).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String with(String text, String line) {
        return text.substring(0, text.length() - 2) + line + "\r\n\r\n";
    }

    private static String without(String text, String name) {
        int from = text.indexOf("\r\n" + name + ":");
        return text.substring(0, from) + text.substring(text.indexOf("\r\n", from + 2));
    }
}
