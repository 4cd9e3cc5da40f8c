package dev.handshake.conformance.reference;

import static dev.handshake.HandshakeFailure.*;
import static dev.handshake.conformance.reference.Abnf.first;
import static dev.handshake.conformance.reference.Abnf.has;
import static dev.handshake.conformance.reference.Abnf.isEmptyList;
import static dev.handshake.conformance.reference.Abnf.lacks;
import static dev.handshake.conformance.reference.Abnf.lines;
import static dev.handshake.conformance.reference.Abnf.members;

import dev.handshake.HandshakeFailure;
import dev.handshake.conformance.Offer;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * What a response must meet to open, one thing in each constant, in the order in which the first one broken decides. The
 * first few are seen while the head still arrives, so {@link ReferenceClient} looks at them; those of syntax hold for
 * interim responses, too.
 */
enum ResponseDemand {
    BEGINS_WITH_HTTP(NOT_HTTP, it -> false),
    HEAD_IS_WITHIN_ITS_LIMIT(HEAD_TOO_LARGE, it -> false),
    FIELDS_ARE_WITHIN_THEIR_LIMIT(TOO_MANY_HEADERS, it -> false),
    LF_ONLY_BEHIND_CR(BAD_SYNTAX, it -> false),
    INTERIM_RESPONSES_ARE_FEW(TOO_MANY_INTERIM, it -> false),
    CR_ONLY_BEFORE_LF(BAD_SYNTAX, it -> Syntax.hasLoneCr(it.head)),
    NO_WHITE_SPACE_IN_FRONT(BAD_SYNTAX, it -> Syntax.hasWhiteSpaceInFront(it.head)),
    LINES_HAVE_A_COLON(BAD_SYNTAX, it -> Syntax.hasLineWithoutColon(it.head)),
    LINES_HAVE_A_NAME(BAD_SYNTAX, it -> Syntax.hasLineWithoutName(it.head)),
    NAME_TOUCHES_ITS_COLON(BAD_SYNTAX, it -> Syntax.hasSpaceBeforeColon(it.head)),
    NAMES_ARE_TOKENS(BAD_SYNTAX, it -> Syntax.hasOtherOctetInName(it.head)),
    VALUES_HAVE_NO_CONTROLS(BAD_SYNTAX, it -> Syntax.hasControlInValue(it.head)),
    STATUS_LINE_IS_OF_ITS_FORM(
            BAD_SYNTAX,
            it -> !has(it.head, "^HTTP/[0-9]\\.[0-9] [1-9][0-9]{2}(?: [^\\n]*)?\\r?\\n")
                    || has(it.head, "^[^\\n]*" + Abnf.CONTROL)),
    STATUS_IS_101(UPGRADE_DECLINED, it -> !has(it.head, "^HTTP/... 101(?![0-9])")),
    VERSION_IS_AT_LEAST_1_1(BAD_HTTP_VERSION, it -> !has(it.head, "^HTTP/1\\.[1-9] ")),
    CONNECTION_IS_THERE(NO_CONNECTION, it -> lines(it.head, "Connection").isEmpty()),
    CONNECTION_HAS_UPGRADE(NO_CONNECTION_UPGRADE, it -> lacks(it.head, "Connection", "upgrade")),
    UPGRADE_IS_THERE(NO_UPGRADE, it -> lines(it.head, "Upgrade").isEmpty()),
    UPGRADE_IS_THERE_ONCE(NO_UPGRADE_WEBSOCKET, it -> lines(it.head, "Upgrade").size() > 1),
    UPGRADE_IS_WEBSOCKET(
            NO_UPGRADE_WEBSOCKET,
            it -> lines(it.head, "Upgrade").stream().limit(1).anyMatch(value -> !value.equalsIgnoreCase("websocket"))),
    ACCEPT_IS_THERE(NO_SEC_ACCEPT, it -> lines(it.head, "Sec-WebSocket-Accept").isEmpty()),
    ACCEPT_IS_THERE_ONCE(
            BAD_SEC_ACCEPT, it -> lines(it.head, "Sec-WebSocket-Accept").size() > 1),
    ACCEPT_ANSWERS_THE_KEY(
            BAD_SEC_ACCEPT,
            it -> lines(it.head, "Sec-WebSocket-Accept").stream().limit(1).anyMatch(value -> !value.equals(it.accept))),
    SUBPROTOCOL_IS_THERE_ONCE(
            UNOFFERED_SUBPROTOCOL,
            it -> lines(it.head, "Sec-WebSocket-Protocol").size() > 1),
    SUBPROTOCOL_WAS_OFFERED(
            UNOFFERED_SUBPROTOCOL,
            it -> !lines(it.head, "Sec-WebSocket-Protocol").isEmpty()
                    && !it.offer.subprotocols().contains(first(it.head, "Sec-WebSocket-Protocol"))),
    EXTENSIONS_ARE_SOME(BAD_EXTENSION_RESPONSE, it -> isEmptyList(it.head, "Sec-WebSocket-Extensions")),
    EXTENSIONS_ARE_OF_THE_GRAMMAR(
            BAD_EXTENSION_RESPONSE,
            it -> !members(it.head, "Sec-WebSocket-Extensions").stream().allMatch(Abnf::isExtension)),
    EXTENSIONS_WERE_OFFERED(
            UNOFFERED_EXTENSION,
            it -> it.answers().stream().anyMatch(answer -> it.offers(answer).isEmpty())),
    EXTENSIONS_ARE_DIFFERENT(
            BAD_EXTENSION_RESPONSE,
            it -> it.answers().stream().map(Deflate::name).distinct().count()
                    < it.answers().size()),
    PARAMETERS_ARE_OF_DEFLATE(
            BAD_EXTENSION_RESPONSE,
            it -> it.answers().stream().anyMatch(answer -> !Deflate.isAnswer(answer) && Deflate.isDeflate(answer))),
    WHAT_WAS_ASKED_IS_GRANTED(BAD_EXTENSION_RESPONSE, it -> it.fitsNoOffer(Deflate::grants)),
    WHAT_IS_ASKED_WAS_OFFERED(BAD_EXTENSION_RESPONSE, it -> it.fitsNoOffer(Deflate::isWithin)),
    ONE_OFFER_IS_TAKEN_UP(
            BAD_EXTENSION_RESPONSE,
            it -> it.fitsNoOffer((offer, answer) -> Deflate.grants(offer, answer) && Deflate.isWithin(offer, answer)));

    final HandshakeFailure failure;
    private final Predicate<Answer> broken;

    ResponseDemand(HandshakeFailure failure, Predicate<Answer> broken) {
        this.failure = failure;
        this.broken = broken;
    }

    boolean isBrokenBy(Answer answer) {
        return broken.test(answer);
    }

    boolean isSyntax() {
        return failure == BAD_SYNTAX;
    }

    /** A head whose folded lines are joined, what it is to answer, and the accept value that is right. */
    record Answer(String head, Offer offer, String accept) {

        List<String> answers() {
            return Abnf.extensions(head);
        }

        /** What was offered under the name of an answer. */
        List<String> offers(String answer) {
            return offered().stream()
                    .filter(it -> Deflate.name(it).equals(Deflate.name(answer)))
                    .toList();
        }

        private List<String> offered() {
            return Abnf.extensions("\nSec-WebSocket-Extensions: " + offer.extensions() + "\n");
        }

        boolean fitsNoOffer(BiPredicate<String, String> fits) {
            return answers().stream()
                    .filter(Deflate::isDeflate)
                    .anyMatch(answer -> offers(answer).stream().noneMatch(offer -> fits.test(offer, answer)));
        }
    }
}
