package dev.handshake;

import static dev.handshake.HandshakeFailure.*;
import static dev.handshake.Relaxation.ANY_KEY;
import static dev.handshake.Relaxation.HTTP_1_0;
import static dev.handshake.Relaxation.MISSING_HOST;

import org.jspecify.annotations.Nullable;

/**
 * The rules that a well-formed request must meet, in the order in which they are checked; the first that is broken
 * decides. The rules before these, limits and syntax, are met by whatever the {@link HeadReader} and the {@link HeadParser}
 * let through. This is the only list of them.
 */
enum RequestRule {
    HTTP_VERSION((head, settings, secure) -> {
        if (head.version == 10) {
            return settings.relaxed(head, HTTP_1_0) ? null : BAD_HTTP_VERSION;
        }
        return head.version / 10 == 1 ? null : BAD_HTTP_VERSION;
    }),
    METHOD((head, settings, secure) -> head.methodIs(HandshakeRequest.GET) ? null : BAD_METHOD),
    HOST((head, settings, secure) -> {
        if (!head.has(Field.HOST)) {
            return settings.relaxed(head, MISSING_HOST) ? null : NO_HOST;
        }
        int line = head.only(Field.HOST);
        boolean valid = line >= 0
                && (head.valueFrom(line) == head.valueTo(line)
                        || Authority.isValid(head.bytes, head.valueFrom(line), head.valueTo(line)));
        return valid ? null : BAD_HOST;
    }),
    BODY((head, settings, secure) -> {
        if (head.has(Field.TRANSFER_ENCODING)) {
            return UNEXPECTED_BODY;
        }
        if (!head.has(Field.CONTENT_LENGTH)) {
            return null;
        }
        int line = head.only(Field.CONTENT_LENGTH);
        return line >= 0 && head.valueIs(line, HandshakeRequest.NO_BYTES) ? null : UNEXPECTED_BODY;
    }),
    CONNECTION((head, settings, secure) -> {
        if (head.hasMember(Field.CONNECTION, HandshakeRequest.UPGRADE)) {
            return null;
        }
        return head.has(Field.CONNECTION) ? NO_CONNECTION_UPGRADE : NO_CONNECTION;
    }),
    UPGRADE((head, settings, secure) -> {
        if (head.hasMember(Field.UPGRADE, HandshakeRequest.WEBSOCKET)) {
            return null;
        }
        return head.has(Field.UPGRADE) ? NO_UPGRADE_WEBSOCKET : NO_UPGRADE;
    }),
    VERSION((head, settings, secure) -> {
        if (!head.has(Field.SEC_WEBSOCKET_VERSION)) {
            return NO_SEC_VERSION;
        }
        int line = head.only(Field.SEC_WEBSOCKET_VERSION);
        return line >= 0 && head.valueIs(line, HandshakeRequest.VERSION_13) ? null : BAD_SEC_VERSION;
    }),
    KEY((head, settings, secure) -> {
        if (!head.has(Field.SEC_WEBSOCKET_KEY)) {
            return NO_SEC_KEY;
        }
        int line = head.only(Field.SEC_WEBSOCKET_KEY);
        if (line < 0) {
            return BAD_SEC_KEY;
        }
        if (SecWebSocketKey.isKey(head.bytes, head.valueFrom(line), head.valueTo(line))) {
            return null;
        }
        return isAnyKey(head, line) && settings.relaxed(head, ANY_KEY) ? null : BAD_SEC_KEY;
    }),
    SUBPROTOCOLS((head, settings, secure) ->
            !head.has(Field.SEC_WEBSOCKET_PROTOCOL) || SubprotocolList.isValid(head) ? null : BAD_SUBPROTOCOL_LIST),
    EXTENSIONS((head, settings, secure) ->
            !head.has(Field.SEC_WEBSOCKET_EXTENSIONS) || new ExtensionParser(null).field(head)
                    ? null
                    : BAD_EXTENSION_LIST),
    ORIGIN((head, settings, secure) -> settings.origins().permits(head, secure) ? null : BAD_ORIGIN),
    COMMON_SUBPROTOCOL((head, settings, secure) -> {
        Subprotocols subprotocols = settings.subprotocols();
        return !subprotocols.isRequired()
                        || subprotocols.choose(SubprotocolList.of(head)).isPresent()
                ? null
                : NO_COMMON_SUBPROTOCOL;
    });

    private static final RequestRule[] IN_ORDER = values();

    /** Returns how a head breaks a rule, or null if it meets it. */
    private interface Check {
        @Nullable
        HandshakeFailure broken(Head head, ServerSettings settings, boolean secure);
    }

    private final Check check;

    RequestRule(Check check) {
        this.check = check;
    }

    @Nullable
    HandshakeFailure broken(Head head, ServerSettings settings, boolean secure) {
        return check.broken(head, settings, secure);
    }

    /** Returns how the head breaks the first rule that it breaks, or null if it meets all. */
    static @Nullable HandshakeFailure firstBroken(Head head, ServerSettings settings, boolean secure) {
        for (RequestRule rule : IN_ORDER) {
            HandshakeFailure failure = rule.broken(head, settings, secure);
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    /**
     * Tells whether a well-formed request is plain HTTP that a fallback may answer: no upgrade, and nothing about it that
     * would leave it open where it ends. HTTP/1.0 and its missing {@code Host} are fine here.
     */
    static boolean isPlainHttp(Head head, ServerSettings settings, boolean secure) {
        boolean hostIsFine = HOST.broken(head, settings, secure) == null || head.version == 10 && !head.has(Field.HOST);
        return head.version / 10 == 1
                && !HandshakeRequest.isUpgrade(head)
                && hostIsFine
                && BODY.broken(head, settings, secure) == null;
    }

    private static boolean isAnyKey(Head head, int line) {
        String key = head.value(line);
        return !key.isEmpty()
                && key.length() <= SecWebSocketKey.TEXT_BYTES
                && key.chars().allMatch(c -> c > ' ' && c <= '~');
    }
}
