package dev.handshake.conformance;

import dev.handshake.Extension;
import dev.handshake.HandshakeFailure;
import dev.handshake.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an observation is worth: the outcome by the case, and beside it what holds for every response that opens or
 * refuses. A deviation is as grave as what asks for it; what the RFCs leave open is never wrong.
 */
public final class Judge {

    private static final Set<HandshakeFailure> ORDINARY = EnumSet.of(
            HandshakeFailure.BAD_HTTP_VERSION,
            HandshakeFailure.NO_CONNECTION,
            HandshakeFailure.NO_CONNECTION_UPGRADE,
            HandshakeFailure.NO_UPGRADE,
            HandshakeFailure.NO_UPGRADE_WEBSOCKET);

    private final ConformanceCase it;
    private final Observation seen;
    private final Findings findings = new Findings();
    private final Set<Outcome> acceptable;
    private final boolean choice;

    private Judge(ConformanceCase it, Delivery delivery, Observation seen) {
        this.it = it;
        this.seen = seen;
        // A client must not send before it is answered (RFC 6455, 4.1), so a server need not stand it.
        boolean early = delivery == Delivery.BEHIND && it.role() == Role.SERVER && it.expect() == Outcome.ACCEPT;
        this.acceptable = EnumSet.copyOf(it.acceptable());
        if (early) {
            acceptable.addAll(Set.of(Outcome.REFUSE, Outcome.CLOSE));
        }
        this.choice = early || it.strictness() == Strictness.MAY;
    }

    /**
     * Judges one run of a case.
     *
     * @param it the case
     * @param delivery how its octets were handed over
     * @param seen what came of it
     * @return the verdict
     */
    public static Verdict judge(ConformanceCase it, Delivery delivery, Observation seen) {
        if (seen.ending() == Ending.NOT_APPLICABLE) {
            return new Verdict(Rating.NOT_APPLICABLE, List.of(seen.note()));
        }
        return new Judge(it, delivery, seen).judge(delivery);
    }

    private Verdict judge(Delivery delivery) {
        Outcome outcome = seen.ending().outcome().orElseThrow();
        outcome(outcome);
        if (it.role() == Role.SERVER) {
            Answer.parse(seen.received()).ifPresent(answer -> {
                if (outcome == Outcome.ACCEPT) {
                    new Opening(answer, seen.sent()).check(findings);
                } else if (outcome == Outcome.REFUSE) {
                    refusal(answer);
                }
            });
        }
        if (seen.inside() != null) {
            inside(outcome, seen.inside(), delivery);
        }
        return findings.verdict();
    }

    private void outcome(Outcome outcome) {
        if (!acceptable.contains(outcome)) {
            findings.add(it.strictness(), "It was " + described() + "; " + expected());
        } else if (outcome != it.expect()) {
            if (choice) {
                findings.add(Strictness.MAY, "It was " + described() + ", which the RFCs allow too");
            } else {
                findings.add(Strictness.SHOULD, "It was " + described() + ", which is allowed; " + expected());
            }
        }
    }

    private String described() {
        String status = seen.status().map(code -> " (" + code + ")").orElse("");
        return switch (seen.ending()) {
            case REFUSED -> "refused" + status;
            case CLOSED -> "closed without an answer";
            case RESET -> "reset without an answer";
            case GARBLED -> "answered by something that is no response of HTTP/1";
            case SILENT -> "left without an answer";
            default -> seen.ending().toString();
        };
    }

    private String expected() {
        String side = it.role() == Role.SERVER ? "the server" : "the client";
        String verb = it.strictness() == Strictness.MUST ? " must " : " should ";
        return side
                + verb
                + switch (it.expect()) {
                    case ACCEPT -> it.role() == Role.SERVER ? "answer 101" : "open it";
                    case REFUSE -> it.role() == Role.SERVER ? "answer with an error" : "fail the connection";
                    case CLOSE -> "end the connection";
                    case WAIT -> "wait for the rest";
                };
    }

    private void refusal(Answer answer) {
        Refusal refusal = it.refusal();
        if (it.expect() == Outcome.REFUSE
                && !isOrdinary()
                && !refusal.statuses().isEmpty()
                && !refusal.statuses().contains(answer.status())) {
            String codes =
                    refusal.statuses().stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
            findings.add(refusal.statusStrictness(), "The status is " + answer.status() + "; what fits is " + codes);
        }
        for (String field : refusal.fields()) {
            String[] parts = field.split(": *", 2);
            boolean there = parts.length == 1 ? !answer.values(parts[0]).isEmpty() : answer.has(parts[0], parts[1]);
            if (!there) {
                findings.add(it.strictness(), "The refusal must carry '" + field + "'");
            }
        }
        if (answer.status() == 426 && answer.values("Upgrade").isEmpty()) {
            findings.add(Strictness.MUST, "A 426 must carry Upgrade (RFC 9110, 15.5.22)");
        }
        if (answer.status() == 405 && answer.values("Allow").isEmpty()) {
            findings.add(Strictness.MUST, "A 405 must carry Allow (RFC 9110, 15.5.6)");
        }
    }

    /** What asks for no WebSocket is a request like any other, which a server may answer with a page. */
    private boolean isOrdinary() {
        return it.failure().filter(ORDINARY::contains).isPresent();
    }

    private void inside(Outcome outcome, Inside inside, Delivery delivery) {
        if (outcome == Outcome.REFUSE || outcome == Outcome.CLOSE) {
            it.failure().ifPresent(rule -> same("rule", inside.rule(), rule));
        }
        if (it.facts().status() != null) {
            same("status told", inside.status(), it.facts().status());
        }
        if (outcome != Outcome.ACCEPT) {
            return;
        }
        Placeholders values = Placeholders.defaults();
        same("leftover", inside.leftover(), it.behind().text(values) + delivery.behind(it));
        Facts facts = it.facts();
        stated("target", inside.target(), facts.target() == null ? null : values.fill(facts.target()));
        stated("host", inside.host(), facts.host() == null ? null : values.fill(facts.host()));
        stated("subprotocols offered", inside.subprotocols(), facts.subprotocols());
        stated("extensions offered", inside.offered(), extensions(facts.extensions()));
        stated(
                "extensions agreed on",
                inside.extensions(),
                extensions(it.agreed().extensions()));
        if (it.agreed().subprotocol() != null) {
            same(
                    "subprotocol",
                    Objects.requireNonNullElse(inside.subprotocol(), ""),
                    it.agreed().subprotocol());
        }
    }

    private static @Nullable List<Extension> extensions(@Nullable List<String> named) {
        return named == null
                ? null
                : named.stream().flatMap(one -> Extension.parse(one).stream()).toList();
    }

    private void stated(String what, @Nullable Object found, @Nullable Object expected) {
        if (expected != null) {
            same(what, found, expected);
        }
    }

    private void same(String what, @Nullable Object found, Object expected) {
        if (!expected.equals(found)) {
            findings.add(Strictness.MUST, "The " + what + " is " + found + " and must be " + expected);
        }
    }
}
