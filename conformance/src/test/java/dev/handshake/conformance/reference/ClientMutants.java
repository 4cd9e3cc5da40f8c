package dev.handshake.conformance.reference;

import static dev.handshake.conformance.reference.Mutant.clientThatMakes;
import static dev.handshake.conformance.reference.Mutant.clientThatReads;
import static dev.handshake.conformance.reference.Mutant.clientThatRefuses;
import static dev.handshake.conformance.reference.Mutant.clientWithout;
import static dev.handshake.conformance.reference.ResponseDemand.*;

import dev.handshake.conformance.Outcome;
import dev.handshake.conformance.Placeholders;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Clients that are broken in one way each. */
final class ClientMutants {

    private static final String GOOD =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + Placeholders.accept(Placeholders.SAMPLE_KEY) + "\r\n\r\n";

    private ClientMutants() {}

    /** Those that are wrong in one thing. */
    static List<Mutant> all() {
        return Stream.of(forgetful(), misreading(), strict(), confused())
                .flatMap(List::stream)
                .toList();
    }

    /** Those that are wrong in so much that nearly every case shows it. */
    static List<Mutant> hopeless() {
        return List.of(
                clientThatRefuses("wants an extension to be taken up", "^(?s)(?!.*(?:Extensions|Protocol):)"),
                clientThatMakes("opens in any case", (it, seen) -> Reading.opened("")),
                clientThatMakes(
                        "waits instead of failing",
                        (it, seen) -> seen.outcome() == Outcome.REFUSE ? Reading.waiting() : seen),
                clientThatRefuses("takes no opening", "^"));
    }

    private static List<Mutant> forgetful() {
        Stream<Mutant> one = Arrays.stream(ResponseDemand.values()).map(Mutant::clientWithout);
        Stream<Mutant> some = Stream.of(
                clientWithout(STATUS_IS_101, UPGRADE_IS_THERE, CONNECTION_IS_THERE, ACCEPT_IS_THERE),
                clientWithout(BEGINS_WITH_HTTP, STATUS_LINE_IS_OF_ITS_FORM, STATUS_IS_101, VERSION_IS_AT_LEAST_1_1),
                clientWithout(STATUS_LINE_IS_OF_ITS_FORM, STATUS_IS_101, VERSION_IS_AT_LEAST_1_1),
                clientWithout(PARAMETERS_ARE_OF_DEFLATE, WHAT_IS_ASKED_WAS_OFFERED, ONE_OFFER_IS_TAKEN_UP),
                clientWithout(WHAT_WAS_ASKED_IS_GRANTED, ONE_OFFER_IS_TAKEN_UP),
                clientWithout(WHAT_IS_ASKED_WAS_OFFERED, ONE_OFFER_IS_TAKEN_UP),
                clientWithout(SUBPROTOCOL_IS_THERE_ONCE, SUBPROTOCOL_WAS_OFFERED));
        return Stream.concat(one, some).toList();
    }

    private static List<Mutant> misreading() {
        return List.of(
                clientThatReads("takes a CR for a line end", "\\r(?!\\n)", "\r\n"),
                clientThatReads("drops control octets", "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]", ""),
                clientThatReads("takes a folded line for a field", "\\n[ \\t]+(?=\\S)", "\n"),
                clientThatReads("joins folded lines without a space", "\\r\\n[ \\t]+(?=\\S)", ""),
                clientThatReads("folds letters as some language does", Lookalikes::folded),
                clientThatReads("takes an interim response for the answer", "^HTTP/1\\.1 10[023]", "HTTP/1.1 101"),
                clientThatReads("joins an interim response and the next", "\\r\\n\\r\\nHTTP/1\\.1 101[^\\r]*", ""),
                clientThatReads("skips what is in front of the 101", "^(?s).+?(?=HTTP/1\\.1 101)", ""),
                clientThatReads("takes anything for a good answer", "^(?!HTTP/)[\\s\\S]*", GOOD));
    }

    private static List<Mutant> strict() {
        return List.of(
                clientThatRefuses("wants more than a handshake needs", "^" + GOOD.replace("+", "\\+")),
                clientThatRefuses("wants names in their usual letters", "\\n(?:upgrade|UPGRADE|UpGrAdE|sec-|SEC-)"),
                clientThatRefuses("wants the usual phrase", "^HTTP/1.1 101 (?!Switching Protocols)"),
                clientThatRefuses("wants Upgrade in front", "^[^\\n]*\\n(?!(?i)Upgrade|\\r)"),
                clientThatRefuses(
                        "knows no field but its own",
                        "\\n(?i)(?!Upgrade|Connection|Sec-WebSocket-(?:Accept|" + "Protocol|Extensions))[^\\r\\n]+:"),
                clientThatRefuses("wants Connection to be one word", "\\n(?i)Connection:[^\\n]*,"),
                clientThatRefuses("wants one Connection", "(?s)\\n(?i)Connection:.*\\n(?i)Connection:"),
                clientThatRefuses("wants upgrade in its usual letters", "\\n(?i:Connection):(?![^\\n]*Upgrade)"),
                clientThatRefuses("wants websocket in its usual letters", "\\n(?i:Upgrade):(?![^\\n]*websocket)"),
                clientThatRefuses("wants one space behind a colon", "\\n[A-Za-z-]+:(?! \\S)"),
                clientThatRefuses("wants no white space behind a value", "[ \\t]\\r\\n"),
                clientThatRefuses("knows no tab", "\\t"),
                clientThatRefuses("knows no interim response", "^HTTP/1.1 1(?!01)"),
                clientThatRefuses("wants a subprotocol to be the first", "Protocol:[ \\t]*two|ONE"),
                clientThatRefuses("knows no other token than a word", "Protocol:[^\\r\\n]*[!#$%&'*+^`|~]"),
                clientThatRefuses("knows no extension", "Extensions:"),
                clientThatRefuses("knows no octets in names but letters", "\\n[^:\\r\\n]*[!#$%&'*+.^`|~0-9]"),
                clientThatRefuses("knows no punctuation in a value", "\\nX-[^:\\r\\n]+:[^\\r\\n]*[\"@\\[]"),
                clientThatRefuses("wants every field to have a value", "\\n[^:\\r\\n]+:[ \\t]*\\r"),
                clientThatRefuses("knows no folded line", "\\n[ \\t]"),
                clientThatRefuses("knows no small limit", "\\nX-6:"));
    }

    private static List<Mutant> confused() {
        return List.of(
                clientThatMakes("loses what is behind", (it, seen) -> seen.withLeftover("")),
                clientThatMakes(
                        "waits instead of failing",
                        (it, seen) -> seen.outcome() == Outcome.REFUSE ? Reading.waiting() : seen),
                clientThatMakes(
                        "opens when the stream ends",
                        (it, seen) -> seen.outcome() == Outcome.WAIT ? Reading.opened("") : seen),
                clientThatMakes("tells no status", (it, seen) -> seen.withStatus(0)),
                clientThatMakes("forgets the subprotocol", (it, seen) -> seen.withSubprotocol("")),
                clientThatMakes(
                        "takes what it offered for agreed on",
                        (it, seen) -> seen.withExtensions(Abnf.extensions(
                                "\nSec-WebSocket-Extensions: " + it.offer().extensions() + "\n"))),
                clientThatMakes("forgets the extensions", (it, seen) -> seen.withExtensions(List.of())));
    }
}
