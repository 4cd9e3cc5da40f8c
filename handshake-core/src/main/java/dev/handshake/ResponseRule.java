package dev.handshake;

import static dev.handshake.HandshakeFailure.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a well-formed 101 must meet, in the order in which they are checked (RFC 6455, 4.1); the first that is
 * broken decides. This is the only list of them.
 */
enum ResponseRule implements Rule {
    STATUS(Reading.STATUS, UPGRADE_DECLINED),
    HTTP_VERSION(Reading.VERSION, BAD_HTTP_VERSION),
    CONNECTION(Reading.of(Field.CONNECTION), NO_CONNECTION, NO_CONNECTION_UPGRADE),
    UPGRADE(Reading.of(Field.UPGRADE), NO_UPGRADE, NO_UPGRADE_WEBSOCKET),
    SEC_ACCEPT(Reading.of(Field.SEC_WEBSOCKET_ACCEPT), NO_SEC_ACCEPT, BAD_SEC_ACCEPT),
    SUBPROTOCOL(Reading.of(Field.SEC_WEBSOCKET_PROTOCOL), UNOFFERED_SUBPROTOCOL),
    EXTENSIONS(
            Reading.of(Field.SEC_WEBSOCKET_EXTENSIONS), UNOFFERED_EXTENSION, BAD_EXTENSION_RESPONSE, CALLBACK_FAILED);

    private static final ResponseRule[] IN_ORDER = values();

    private final Reading reading;
    private final List<HandshakeFailure> failures;

    ResponseRule(Reading reading, HandshakeFailure... failures) {
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

    @Override
    public String clause(HandshakeFailure how) {
        return clauseOf(how);
    }

    /** What both heads owe is said of each in a section of its own. */
    static String clauseOf(HandshakeFailure failure) {
        return switch (failure) {
            case NO_UPGRADE, NO_UPGRADE_WEBSOCKET -> "RFC 6455, 4.1, 2";
            case NO_CONNECTION, NO_CONNECTION_UPGRADE -> "RFC 6455, 4.1, 3";
            default -> failure.clause();
        };
    }

    /** Returns how a head breaks this rule, or null if it meets it. */
    @Nullable
    HandshakeFailure broken(Head head, ClientSettings settings, byte[] accept) {
        return switch (this) {
            case STATUS -> head.status == 101 ? null : UPGRADE_DECLINED;
            case HTTP_VERSION ->
                head.version / 10 == 1 && head.version >= HandshakeRequest.HTTP_1_1 ? null : BAD_HTTP_VERSION;
            case CONNECTION -> RequestRule.connection(head);
            case UPGRADE -> upgrade(head);
            case SEC_ACCEPT -> secAccept(head, accept);
            case SUBPROTOCOL -> subprotocol(head, settings.subprotocols());
            case EXTENSIONS -> extensions(head, settings);
        };
    }

    private static @Nullable HandshakeFailure upgrade(Head head) {
        if (!head.has(Field.UPGRADE)) {
            return NO_UPGRADE;
        }
        int value = head.only(Field.UPGRADE);
        boolean websocket = value >= 0
                && Grammar.sameIgnoringCase(head.bytes, value, head.valueTo(value), HandshakeRequest.WEBSOCKET);
        return websocket ? null : NO_UPGRADE_WEBSOCKET;
    }

    private static @Nullable HandshakeFailure secAccept(Head head, byte[] accept) {
        if (!head.has(Field.SEC_WEBSOCKET_ACCEPT)) {
            return NO_SEC_ACCEPT;
        }
        int value = head.only(Field.SEC_WEBSOCKET_ACCEPT);
        boolean right = value >= 0 && SecWebSocketKey.isAccept(head.bytes, value, head.valueTo(value), accept);
        return right ? null : BAD_SEC_ACCEPT;
    }

    private static @Nullable HandshakeFailure subprotocol(Head head, List<String> asked) {
        if (!head.has(Field.SEC_WEBSOCKET_PROTOCOL)) {
            return null;
        }
        int value = head.only(Field.SEC_WEBSOCKET_PROTOCOL);
        return value >= 0 && asked.contains(head.value(value)) ? null : UNOFFERED_SUBPROTOCOL;
    }

    private static @Nullable HandshakeFailure extensions(Head head, ClientSettings settings) {
        if (!head.has(Field.SEC_WEBSOCKET_EXTENSIONS)) {
            return null;
        }
        List<Extension> answers = new ArrayList<>();
        return ExtensionParser.field(head, answers)
                ? Extensions.broken(settings.extensions(), settings.offers(), answers)
                : BAD_EXTENSION_RESPONSE;
    }

    /** Returns how the head breaks the first rule that it breaks, or null if it meets all. */
    static @Nullable HandshakeFailure firstBroken(Head head, ClientSettings settings, byte[] accept) {
        for (ResponseRule rule : IN_ORDER) {
            HandshakeFailure failure = rule.broken(head, settings, accept);
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }
}
