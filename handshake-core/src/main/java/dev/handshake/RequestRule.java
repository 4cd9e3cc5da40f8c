package dev.handshake;

import static dev.handshake.HandshakeFailure.*;
import static dev.handshake.Relaxation.ANY_KEY;
import static dev.handshake.Relaxation.HTTP_1_0;
import static dev.handshake.Relaxation.MISSING_HOST;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a well-formed request must meet, in the order in which they are checked; the first that is broken
 * decides. The rules before these, limits and syntax, are met by whatever the {@link HeadReader} and the {@link HeadParser}
 * let through. This is the only list of them.
 */
enum RequestRule implements Rule {
    HTTP_VERSION(Reading.VERSION, BAD_HTTP_VERSION),
    METHOD(Reading.METHOD, BAD_METHOD),
    HOST(Reading.of(Field.HOST), NO_HOST, BAD_HOST),
    BODY(Reading.of(Field.TRANSFER_ENCODING, Field.CONTENT_LENGTH), UNEXPECTED_BODY),
    CONNECTION(Reading.of(Field.CONNECTION), NO_CONNECTION, NO_CONNECTION_UPGRADE),
    UPGRADE(Reading.of(Field.UPGRADE), NO_UPGRADE, NO_UPGRADE_WEBSOCKET),
    SEC_VERSION(Reading.of(Field.SEC_WEBSOCKET_VERSION), NO_SEC_VERSION, BAD_SEC_VERSION),
    SEC_KEY(Reading.of(Field.SEC_WEBSOCKET_KEY), NO_SEC_KEY, BAD_SEC_KEY),
    SUBPROTOCOLS(Reading.of(Field.SEC_WEBSOCKET_PROTOCOL), BAD_SUBPROTOCOL_LIST),
    EXTENSIONS(Reading.of(Field.SEC_WEBSOCKET_EXTENSIONS), BAD_EXTENSION_LIST),
    ORIGIN(Reading.of(Field.ORIGIN, Field.HOST), BAD_ORIGIN),
    COMMON_SUBPROTOCOL(Reading.of(Field.SEC_WEBSOCKET_PROTOCOL), NO_COMMON_SUBPROTOCOL);

    private static final RequestRule[] IN_ORDER = values();

    private final Reading reading;
    private final List<HandshakeFailure> failures;

    RequestRule(Reading reading, HandshakeFailure... failures) {
        this.reading = reading;
        this.failures = List.of(failures);
    }

    @Override
    public Reading reading() {
        return reading;
    }

    @Override
    public List<HandshakeFailure> failures() {
        return failures;
    }

    /** Returns how a head breaks this rule, or null if it meets it. */
    @Nullable
    HandshakeFailure broken(Head head, ServerSettings settings, boolean secure) {
        return switch (this) {
            case HTTP_VERSION -> httpVersion(head, settings);
            case METHOD -> head.methodIs(HandshakeRequest.GET) ? null : BAD_METHOD;
            case HOST -> host(head, settings);
            case BODY -> body(head);
            case CONNECTION -> connection(head);
            case UPGRADE -> upgrade(head);
            case SEC_VERSION -> secVersion(head);
            case SEC_KEY -> secKey(head, settings);
            case SUBPROTOCOLS ->
                !head.has(Field.SEC_WEBSOCKET_PROTOCOL) || SubprotocolList.isValid(head) ? null : BAD_SUBPROTOCOL_LIST;
            case EXTENSIONS ->
                !head.has(Field.SEC_WEBSOCKET_EXTENSIONS) || ExtensionParser.field(head, null)
                        ? null
                        : BAD_EXTENSION_LIST;
            case ORIGIN -> settings.origins().permits(head, secure) ? null : BAD_ORIGIN;
            case COMMON_SUBPROTOCOL -> commonSubprotocol(head, settings.subprotocols());
        };
    }

    private static @Nullable HandshakeFailure httpVersion(Head head, ServerSettings settings) {
        if (head.version == 10) {
            return settings.relaxed(head, HTTP_1_0) ? null : BAD_HTTP_VERSION;
        }
        return head.version / 10 == 1 ? null : BAD_HTTP_VERSION;
    }

    private static @Nullable HandshakeFailure host(Head head, ServerSettings settings) {
        if (!head.has(Field.HOST)) {
            return settings.relaxed(head, MISSING_HOST) ? null : NO_HOST;
        }
        int host = head.only(Field.HOST);
        int hostTo = host < 0 ? 0 : head.valueTo(host);
        boolean valid = host >= 0 && (host == hostTo || Authority.isValid(head.bytes, host, hostTo));
        return valid ? null : BAD_HOST;
    }

    private static @Nullable HandshakeFailure body(Head head) {
        if (head.has(Field.TRANSFER_ENCODING)) {
            return UNEXPECTED_BODY;
        }
        if (!head.has(Field.CONTENT_LENGTH)) {
            return null;
        }
        int length = head.only(Field.CONTENT_LENGTH);
        return length >= 0 && head.valueIs(length, HandshakeRequest.NO_BYTES) ? null : UNEXPECTED_BODY;
    }

    /** The same for a response. */
    static @Nullable HandshakeFailure connection(Head head) {
        if (head.hasMember(Field.CONNECTION, HandshakeRequest.UPGRADE)) {
            return null;
        }
        return head.has(Field.CONNECTION) ? NO_CONNECTION_UPGRADE : NO_CONNECTION;
    }

    private static @Nullable HandshakeFailure upgrade(Head head) {
        if (head.hasMember(Field.UPGRADE, HandshakeRequest.WEBSOCKET)) {
            return null;
        }
        return head.has(Field.UPGRADE) ? NO_UPGRADE_WEBSOCKET : NO_UPGRADE;
    }

    private static @Nullable HandshakeFailure secVersion(Head head) {
        if (!head.has(Field.SEC_WEBSOCKET_VERSION)) {
            return NO_SEC_VERSION;
        }
        int version = head.only(Field.SEC_WEBSOCKET_VERSION);
        return version >= 0 && head.valueIs(version, HandshakeRequest.VERSION_13) ? null : BAD_SEC_VERSION;
    }

    private static @Nullable HandshakeFailure secKey(Head head, ServerSettings settings) {
        if (!head.has(Field.SEC_WEBSOCKET_KEY)) {
            return NO_SEC_KEY;
        }
        int key = head.only(Field.SEC_WEBSOCKET_KEY);
        if (key < 0) {
            return BAD_SEC_KEY;
        }
        if (SecWebSocketKey.isKey(head.bytes, key, head.valueTo(key))) {
            return null;
        }
        return isAnyKey(head.value(key)) && settings.relaxed(head, ANY_KEY) ? null : BAD_SEC_KEY;
    }

    private static @Nullable HandshakeFailure commonSubprotocol(Head head, Subprotocols subprotocols) {
        return !subprotocols.isRequired() || subprotocols.choose(SubprotocolList.of(head)) != null
                ? null
                : NO_COMMON_SUBPROTOCOL;
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

    private static boolean isAnyKey(String key) {
        return !key.isEmpty()
                && key.length() <= SecWebSocketKey.TEXT_BYTES
                && key.chars().allMatch(c -> c > ' ' && c <= '~');
    }
}
