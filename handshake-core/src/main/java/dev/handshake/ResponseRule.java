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
    STATUS(
            Reading.STATUS,
            List.of(UPGRADE_DECLINED),
            (head, settings, accept) -> head.status == 101 ? null : UPGRADE_DECLINED),
    HTTP_VERSION(
            Reading.VERSION,
            List.of(BAD_HTTP_VERSION),
            (head, settings, accept) ->
                    head.version / 10 == 1 && head.version >= HandshakeRequest.HTTP_1_1 ? null : BAD_HTTP_VERSION),
    CONNECTION(
            Reading.of(Field.CONNECTION), List.of(NO_CONNECTION, NO_CONNECTION_UPGRADE), (head, settings, accept) -> {
                if (head.hasMember(Field.CONNECTION, HandshakeRequest.UPGRADE)) {
                    return null;
                }
                return head.has(Field.CONNECTION) ? NO_CONNECTION_UPGRADE : NO_CONNECTION;
            }),
    UPGRADE(Reading.of(Field.UPGRADE), List.of(NO_UPGRADE, NO_UPGRADE_WEBSOCKET), (head, settings, accept) -> {
        if (!head.has(Field.UPGRADE)) {
            return NO_UPGRADE;
        }
        int value = head.only(Field.UPGRADE);
        boolean websocket = value >= 0
                && Grammar.sameIgnoringCase(head.bytes, value, head.valueTo(value), HandshakeRequest.WEBSOCKET);
        return websocket ? null : NO_UPGRADE_WEBSOCKET;
    }),
    SEC_ACCEPT(
            Reading.of(Field.SEC_WEBSOCKET_ACCEPT),
            List.of(NO_SEC_ACCEPT, BAD_SEC_ACCEPT),
            (head, settings, accept) -> {
                if (!head.has(Field.SEC_WEBSOCKET_ACCEPT)) {
                    return NO_SEC_ACCEPT;
                }
                int value = head.only(Field.SEC_WEBSOCKET_ACCEPT);
                return value >= 0 && head.valueIs(value, accept) ? null : BAD_SEC_ACCEPT;
            }),
    SUBPROTOCOL(Reading.of(Field.SEC_WEBSOCKET_PROTOCOL), List.of(UNOFFERED_SUBPROTOCOL), (head, settings, accept) -> {
        if (!head.has(Field.SEC_WEBSOCKET_PROTOCOL)) {
            return null;
        }
        int value = head.only(Field.SEC_WEBSOCKET_PROTOCOL);
        boolean offered = value >= 0 && settings.subprotocols().contains(head.value(value));
        return offered ? null : UNOFFERED_SUBPROTOCOL;
    }),
    EXTENSIONS(
            Reading.of(Field.SEC_WEBSOCKET_EXTENSIONS),
            List.of(UNOFFERED_EXTENSION, BAD_EXTENSION_RESPONSE, CALLBACK_FAILED),
            (head, settings, accept) -> {
                if (!head.has(Field.SEC_WEBSOCKET_EXTENSIONS)) {
                    return null;
                }
                List<Extension> answers = new ArrayList<>();
                return ExtensionParser.field(head, answers)
                        ? Extensions.broken(settings.extensions(), settings.offers(), answers)
                        : BAD_EXTENSION_RESPONSE;
            });

    private static final ResponseRule[] IN_ORDER = values();

    /** Returns how a head breaks a rule, or null if it meets it. */
    private interface Check {
        @Nullable
        HandshakeFailure broken(Head head, ClientSettings settings, byte[] accept);
    }

    private final Reading reading;
    private final List<HandshakeFailure> failures;
    private final Check check;

    ResponseRule(Reading reading, List<HandshakeFailure> failures, Check check) {
        this.reading = reading;
        this.failures = failures;
        this.check = check;
    }

    @Override
    public Reading reading() {
        return reading;
    }

    @Override
    public List<HandshakeFailure> failures() {
        return failures;
    }

    @Nullable
    HandshakeFailure broken(Head head, ClientSettings settings, byte[] accept) {
        return check.broken(head, settings, accept);
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
