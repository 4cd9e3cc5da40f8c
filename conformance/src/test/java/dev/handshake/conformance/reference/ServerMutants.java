package dev.handshake.conformance.reference;

import static dev.handshake.conformance.reference.Mutant.serverThatAnswers;
import static dev.handshake.conformance.reference.Mutant.serverThatReads;
import static dev.handshake.conformance.reference.Mutant.serverThatRefuses;
import static dev.handshake.conformance.reference.Mutant.serverWithout;
import static dev.handshake.conformance.reference.RequestDemand.*;

import dev.handshake.HandshakeFailure;
import dev.handshake.conformance.Outcome;
import dev.handshake.conformance.Placeholders;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Servers that are broken in one way each. */
final class ServerMutants {

    /** In front of a value of a field whose value is one word or a list of words. */
    private static final String WORDS = "(?i)(?<=\\n)((?:Connection|Upgrade):[^\\r\\n]*?)";

    private static final String GOOD =
            "GET /ws HTTP/1.1\r\nHost: localhost:8080\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: " + Placeholders.SAMPLE_KEY + "\r\nSec-WebSocket-Version: 13\r\n\r\n";

    private ServerMutants() {}

    /** Those that are wrong in one thing. */
    static List<Mutant> all() {
        return Stream.of(forgetful(), misreading(), strict(), confused())
                .flatMap(List::stream)
                .toList();
    }

    /** Those that are wrong in so much that nearly every case shows it. */
    static List<Mutant> hopeless() {
        return List.of(
                serverThatAnswers("invents a subprotocol", (it, seen) -> seen.withSubprotocol("invented")),
                serverThatRefuses("wants an Origin", "^(?s)(?!.*\\nOrigin:)"),
                serverThatRefuses("knows no port", "\\n(?i)Host:[^\\n]*:[0-9]*\\r"),
                serverThatAnswers(
                        "opens for anything that ends",
                        (it, seen) -> seen.outcome() == Outcome.REFUSE ? Reading.opened("") : seen),
                serverThatAnswers(
                        "waits instead of refusing",
                        (it, seen) -> seen.outcome() == Outcome.REFUSE ? Reading.waiting() : seen),
                serverThatAnswers(
                        "answers with any status",
                        (it, seen) -> seen.outcome() == Outcome.REFUSE ? seen.withStatus(500) : seen));
    }

    /** Each leaves out one demand, or those that belong together. */
    private static List<Mutant> forgetful() {
        Stream<Mutant> one = Arrays.stream(RequestDemand.values()).map(Mutant::serverWithout);
        Stream<Mutant> some = Stream.of(
                serverWithout(NO_TRANSFER_ENCODING, CONTENT_LENGTH_IS_0, CONTENT_LENGTH_IS_THERE_ONCE),
                serverWithout(CONNECTION_IS_THERE, UPGRADE_IS_THERE, SEC_VERSION_IS_THERE, KEY_IS_THERE),
                serverWithout(SEC_VERSION_IS_THERE, KEY_IS_THERE),
                serverWithout(VALUES_HAVE_NO_CONTROLS, NO_TRANSFER_ENCODING),
                serverWithout(METHOD_IS_A_TOKEN, METHOD_IS_GET),
                serverWithout(VERSION_IS_AT_LEAST_1_1, HOST_IS_THERE),
                serverWithout(METHOD_IS_GET, LINES_HAVE_A_NAME, CONNECTION_IS_THERE, UPGRADE_IS_THERE, KEY_IS_THERE));
        return Stream.concat(one, some).toList();
    }

    /** Each takes some octets for others. */
    private static List<Mutant> misreading() {
        return List.of(
                serverThatReads("takes a CR for a line end", "\\r(?!\\n)", "\r\n"),
                serverThatReads("drops a CR that is alone", "\\r(?!\\n)", ""),
                serverThatReads("drops control octets", "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]", ""),
                serverThatReads("takes a folded line for a field", "\\n[ \\t]+(?=\\S)", "\n"),
                serverThatReads("joins folded lines without a space", "\\r\\n[ \\t]+(?=\\S)", ""),
                serverThatReads("takes other octets for white space", "[\\x00\\xa0\\x85]", " "),
                serverThatReads("folds letters as some language does", Lookalikes::folded),
                serverThatReads("reads on behind a refusal", "^(?s).*?\\r\\n\\r\\n(?=GET )", ""),
                serverThatReads("skips lines in front of the request", "^(?s)(?:(?!GET)[^\\n]*\\n)+(?=GET )", ""),
                serverThatReads("guesses the request line", "^[^\\r\\n]*", "GET /ws HTTP/1.1"),
                serverThatReads(
                        "takes anything for a good request", "^(?![^\\n]* HTTP/1)[\\s\\S]*\\n\\r\\n[\\s\\S]*", GOOD),
                serverThatReads("takes a name by its beginning", "(?<=\\nHost)name", ""),
                serverThatReads("takes a name and a space for another name", "(?<=\\n)[^:\\n]+[ \\t]+:", "X:"),
                serverThatReads(
                        "takes the last of several lines",
                        "(?is)\\n(Sec-WebSocket-(?:Key|Version)|Host):[^\\n]*(?=\\n\\1:)",
                        ""),
                serverThatReads("guesses the target", "^GET [^\\r\\n]*(?= HTTP/1)", "GET /ws"),
                serverThatReads("takes a semicolon for a comma", "(?<=[\\w]); *(?=\\w)", ", "),
                serverThatReads("takes white space for a comma", WORDS + "(?<=\\w)[ \\t]+(?=\\w)", "$1,"),
                serverThatReads("takes quotes away", "[\"']", ""));
    }

    /** Each refuses what is legal. */
    private static List<Mutant> strict() {
        return List.of(
                serverThatRefuses(
                        "knows no field but its own",
                        "\\n(?i)(?!Host|Upgrade|Connection|Sec-WebSocket-"
                                + "(?:Key|Version|Protocol|Extensions)|Content-Length|Origin|Expect)[^\\r\\n]+:"),
                serverThatRefuses("wants more than a handshake needs", "^" + GOOD),
                serverThatRefuses("wants names in their usual letters", "\\n(?:host|HOST|upgrade|UPGRADE|sec-|SEC-)"),
                serverThatRefuses("wants Host in front", "^[^\\n]*\\n(?!(?i)Host|\\r)"),
                serverThatRefuses("wants Connection to be one word", "\\n(?i)Connection:[^\\n]*\\w[ \\t]*,"),
                serverThatRefuses(
                        "wants no empty members",
                        "\\n(?i)(?:Connection|Upgrade|Sec-WebSocket-Protocol|"
                                + "Sec-WebSocket-Extensions):(?:[ \\t]*\\r|[ \\t]*,|[^\\n]*,[ \\t]*[,\\r])"),
                serverThatRefuses("wants Upgrade to be one word", "\\n(?i)Upgrade:[^\\n]*,"),
                serverThatRefuses(
                        "wants each field in one line",
                        "(?s)\\n(?i)(Connection|Upgrade|Sec-WebSocket-Protocol|"
                                + "Sec-WebSocket-Extensions|X-A):.*\\n(?i)\\1:"),
                serverThatRefuses("wants upgrade in its usual letters", "\\nConnection:(?![^\\n]*Upgrade)"),
                serverThatRefuses("wants websocket in its usual letters", "\\nUpgrade:(?![^\\n]*websocket)"),
                serverThatRefuses("wants one space behind a colon", "\\n[A-Za-z-]+:(?! \\S)"),
                serverThatRefuses("wants no white space behind a value", "[ \\t]\\r\\n"),
                serverThatRefuses("knows no tab", "\\t"),
                serverThatRefuses("wants a space behind a comma", ",(?! )"),
                serverThatRefuses("takes only its own Host", "\\n(?i)Host:[ \\t]*+(?!localhost:8080)"),
                serverThatRefuses("knows no IPv6", "^GET https?://\\[|\\n(?i)Host:[^\\n]*\\["),
                serverThatRefuses("knows no target but its own", "^GET (?!(?:\\S*//[^/]*)?/ws(?:\\?| ))"),
                serverThatRefuses("knows no query", "^GET [^ ]*\\?"),
                serverThatRefuses("knows no absolute form", "^GET [^/]"),
                serverThatRefuses("wants a target not to be encoded", "^GET [^ ]*%"),
                serverThatRefuses("wants the key to be of letters and digits", "Key:[ \\t]*[\\w=]*[+/]"),
                serverThatRefuses("wants the key to be random", "Key: (?:A{22}|I|AAEC)"),
                serverThatRefuses(
                        "knows no other token than a word", "Sec-WebSocket-[PE]\\w+:[^\\r\\n]*[!#$%&'*+^`|~]"),
                serverThatRefuses("refuses what it does not offer", "Sec-WebSocket-Protocol:(?![^\\n]*chat)"),
                serverThatRefuses(
                        "refuses an extension that it does not know", "Extensions: *(?!permessage-deflate)\\S"),
                serverThatRefuses(
                        "refuses an offer that it can't meet", "deflate; (?:zzz|\\w+=[^\\r\\n]|\\w+_bits\\r)"),
                serverThatRefuses("knows no parameters", "Extensions:[^\\n]*;"),
                serverThatRefuses("takes a type for content", "\\n(?:Trailer|Content-Type):"),
                serverThatRefuses("knows no other octets in a name", "\\n[^:\\r\\n]*[!#$%&'*+.^`|~0-9]"),
                serverThatRefuses("knows no punctuation in a value", "\\n[^:\\r\\n]+:[^\\r\\n]*[\"@\\[]"),
                serverThatRefuses("wants a name of two letters", "\\n.:"),
                serverThatRefuses("wants every field to have a value", "\\n[^:\\r\\n]+:[ \\t]*\\r"),
                serverThatRefuses("knows no Origin", "\\nOrigin:"),
                serverThatRefuses("knows no small limit", "^(?s).{16384}|\\nX-4:|^GET /123456789 "));
    }

    /** Each reads right and makes something wrong of it. */
    private static List<Mutant> confused() {
        return List.of(
                serverThatAnswers("loses what is behind", (it, seen) -> seen.withLeftover("")),
                serverThatAnswers(
                        "decodes the target",
                        (it, seen) -> seen.withTarget(
                                seen.target().replaceAll("%..", "%").replaceAll("^//|/\\.\\.?(?=/)", "/"))),
                serverThatAnswers(
                        "refuses what has not come yet",
                        (it, seen) -> seen.outcome() == Outcome.WAIT
                                ? Reading.failed(Outcome.REFUSE, HandshakeFailure.BAD_SYNTAX, 400)
                                : seen),
                serverThatAnswers(
                        "opens before all has come",
                        (it, seen) -> seen.outcome() == Outcome.WAIT ? Reading.opened("") : seen),
                serverThatAnswers(
                        "takes the host from Host alone",
                        (it, seen) -> seen.withHost(Abnf.first(Mutant.input(it), "Host"))),
                serverThatAnswers(
                        "takes any subprotocol",
                        (it, seen) -> seen.withSubprotocol(
                                seen.subprotocols().stream().findFirst().orElse(""))),
                serverThatAnswers("takes no subprotocol", (it, seen) -> seen.withSubprotocol("")),
                serverThatAnswers(
                        "agrees on every offer as it stands", (it, seen) -> seen.withExtensions(seen.offers())),
                serverThatAnswers("agrees on no extension", (it, seen) -> seen.withExtensions(List.of())),
                serverThatAnswers(
                        "grants nothing of what is asked",
                        (it, seen) -> seen.withExtensions(
                                seen.extensions().stream().map(Deflate::name).toList())),
                serverThatAnswers(
                        "agrees on deflate in any letters",
                        (it, seen) -> seen.withExtensions(
                                Mutant.input(it).contains("ermessage-") ? List.of("permessage-deflate") : List.of())),
                serverThatAnswers("forgets what was offered", (it, seen) -> seen.withOffers(List.of(), List.of())));
    }
}
