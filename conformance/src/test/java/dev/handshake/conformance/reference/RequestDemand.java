package dev.handshake.conformance.reference;

import static dev.handshake.HandshakeFailure.*;
import static dev.handshake.conformance.reference.Abnf.TOKEN;
import static dev.handshake.conformance.reference.Abnf.first;
import static dev.handshake.conformance.reference.Abnf.has;
import static dev.handshake.conformance.reference.Abnf.isEmptyList;
import static dev.handshake.conformance.reference.Abnf.lacks;
import static dev.handshake.conformance.reference.Abnf.lines;
import static dev.handshake.conformance.reference.Abnf.members;

import dev.handshake.HandshakeFailure;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a request must meet, one thing in each constant, in the order in which the first one broken decides. The first few
 * are seen while the head still arrives, so {@link ReferenceServer} looks at them.
 */
enum RequestDemand {
    FIRST_OCTET_IS_NOT_OF_TLS(NOT_HTTP, head -> false),
    HEAD_IS_WITHIN_ITS_LIMIT(HEAD_TOO_LARGE, head -> false),
    FIELDS_ARE_WITHIN_THEIR_LIMIT(TOO_MANY_HEADERS, head -> false),
    LF_ONLY_BEHIND_CR(BAD_SYNTAX, head -> false),
    TARGET_IS_WITHIN_ITS_LIMIT(TARGET_TOO_LONG, head -> false),
    CR_ONLY_BEFORE_LF(BAD_SYNTAX, Syntax::hasLoneCr),
    LINES_ARE_NOT_FOLDED(BAD_SYNTAX, Syntax::hasFoldedLine),
    LINES_HAVE_A_COLON(BAD_SYNTAX, Syntax::hasLineWithoutColon),
    LINES_HAVE_A_NAME(BAD_SYNTAX, Syntax::hasLineWithoutName),
    NAME_TOUCHES_ITS_COLON(BAD_SYNTAX, Syntax::hasSpaceBeforeColon),
    NAMES_ARE_TOKENS(BAD_SYNTAX, Syntax::hasOtherOctetInName),
    VALUES_HAVE_NO_CONTROLS(BAD_SYNTAX, Syntax::hasControlInValue),
    METHOD_IS_A_TOKEN(BAD_SYNTAX, head -> !has(head, "^" + TOKEN + " ")),
    PARTS_ARE_NO_MORE_THAN_THREE(BAD_SYNTAX, head -> has(head, "^[^ \\r\\n]*(?: [^ \\r\\n]*){3}")),
    TARGET_IS_THERE(BAD_SYNTAX, head -> target(head).isEmpty()),
    TARGET_HAS_NO_FRAGMENT(BAD_SYNTAX, head -> target(head).contains("#")),
    TARGET_IS_VISIBLE(BAD_SYNTAX, head -> has(target(head), "[^\\x21-\\x7e]")),
    TARGET_IS_PATH_OR_URI(BAD_SYNTAX, head -> has(target(head), "^.") && !has(target(head), "^(?:/|(?i:https?)://)")),
    URI_HAS_A_HOST(BAD_SYNTAX, head -> isUri(head) && !authority(head).matches(Abnf.AUTHORITY)),
    VERSION_IS_OF_HTTP(BAD_HTTP_VERSION, head -> !version(head).matches("HTTP/[0-9]\\.[0-9]")),
    VERSION_IS_OF_HTTP_1(BAD_HTTP_VERSION, head -> version(head).matches("HTTP/[02-9]\\.[0-9]")),
    VERSION_IS_AT_LEAST_1_1(BAD_HTTP_VERSION, head -> version(head).equals("HTTP/1.0")),
    METHOD_IS_GET(BAD_METHOD, head -> !head.startsWith("GET ")),
    HOST_IS_THERE(NO_HOST, head -> lines(head, "Host").isEmpty()),
    HOST_IS_THERE_ONCE(BAD_HOST, head -> lines(head, "Host").size() > 1),
    HOST_IS_A_HOST(BAD_HOST, head -> !first(head, "Host").matches("(?:" + Abnf.AUTHORITY + ")?")),
    NO_TRANSFER_ENCODING(
            UNEXPECTED_BODY, head -> !lines(head, "Transfer-Encoding").isEmpty()),
    CONTENT_LENGTH_IS_THERE_ONCE(
            UNEXPECTED_BODY, head -> lines(head, "Content-Length").size() > 1),
    CONTENT_LENGTH_IS_0(UNEXPECTED_BODY, head -> otherThan(head, "Content-Length", "0")),
    CONNECTION_IS_THERE(NO_CONNECTION, head -> lines(head, "Connection").isEmpty()),
    CONNECTION_HAS_UPGRADE(NO_CONNECTION_UPGRADE, head -> lacks(head, "Connection", "upgrade")),
    UPGRADE_IS_THERE(NO_UPGRADE, head -> lines(head, "Upgrade").isEmpty()),
    UPGRADE_HAS_WEBSOCKET(NO_UPGRADE_WEBSOCKET, head -> lacks(head, "Upgrade", "websocket")),
    SEC_VERSION_IS_THERE(
            NO_SEC_VERSION, head -> lines(head, "Sec-WebSocket-Version").isEmpty()),
    SEC_VERSION_IS_THERE_ONCE(
            BAD_SEC_VERSION, head -> lines(head, "Sec-WebSocket-Version").size() > 1),
    SEC_VERSION_IS_13(BAD_SEC_VERSION, head -> otherThan(head, "Sec-WebSocket-Version", "13")),
    KEY_IS_THERE(NO_SEC_KEY, head -> lines(head, "Sec-WebSocket-Key").isEmpty()),
    KEY_IS_THERE_ONCE(BAD_SEC_KEY, head -> lines(head, "Sec-WebSocket-Key").size() > 1),
    KEY_IS_BASE64_OF_16(BAD_SEC_KEY, head -> otherThan(head, "Sec-WebSocket-Key", "[A-Za-z0-9+/]{22}==")),
    SUBPROTOCOLS_ARE_SOME(BAD_SUBPROTOCOL_LIST, head -> isEmptyList(head, "Sec-WebSocket-Protocol")),
    SUBPROTOCOLS_ARE_TOKENS(
            BAD_SUBPROTOCOL_LIST, head -> !subprotocols(head).stream().allMatch(name -> name.matches(TOKEN))),
    SUBPROTOCOLS_ARE_DIFFERENT(
            BAD_SUBPROTOCOL_LIST,
            head -> new HashSet<>(subprotocols(head)).size()
                    < subprotocols(head).size()),
    EXTENSIONS_ARE_SOME(BAD_EXTENSION_LIST, head -> isEmptyList(head, "Sec-WebSocket-Extensions")),
    EXTENSIONS_ARE_OF_THE_GRAMMAR(
            BAD_EXTENSION_LIST,
            head -> !members(head, "Sec-WebSocket-Extensions").stream().allMatch(Abnf::isExtension)),
    ORIGIN_IS_LET_IN(BAD_ORIGIN, head -> false),
    A_SUBPROTOCOL_IS_KNOWN(NO_COMMON_SUBPROTOCOL, head -> false);

    final HandshakeFailure failure;
    private final Predicate<String> broken;

    RequestDemand(HandshakeFailure failure, Predicate<String> broken) {
        this.failure = failure;
        this.broken = broken;
    }

    boolean isBrokenBy(String head) {
        return broken.test(head);
    }

    private static boolean otherThan(String head, String name, String regex) {
        return !lines(head, name).isEmpty() && !first(head, name).matches(regex);
    }

    static List<String> subprotocols(String head) {
        return members(head, "Sec-WebSocket-Protocol");
    }

    static String target(String head) {
        String[] parts = parts(head);
        return parts.length > 1 ? parts[1] : "";
    }

    private static String version(String head) {
        String[] parts = parts(head);
        return parts.length > 2 ? parts[2] : "";
    }

    /** The request line at its spaces. */
    private static String[] parts(String head) {
        return head.replaceFirst("(?s)[\\r\\n].*", "").split(" ", -1);
    }

    private static boolean isUri(String head) {
        return has(target(head), "^(?i:https?)://");
    }

    private static String authority(String head) {
        return target(head).replaceFirst("^[^:]*://", "").replaceFirst("(?s)[/?].*", "");
    }

    /** Whom the request is for: RFC 9112, 3.2.2. */
    static String host(String head) {
        return isUri(head) ? authority(head) : first(head, "Host");
    }
}
