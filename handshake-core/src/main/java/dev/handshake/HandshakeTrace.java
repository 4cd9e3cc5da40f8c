package dev.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What each rule found in the head that a handshake has read: a server's in the request, a client's in the response. It
 * says which rule was broken where, and so why an upgrade fails. Made on demand by {@link Handshake#trace()}, or for each
 * handshake with {@link HandshakerBuilder#explain}; it costs nothing otherwise. Immutable and thread-safe.
 *
 * @param role whose rules these are
 * @param head what was read, an octet a character (ISO 8859-1), as the peer sent it: escape it before you show it. Each
 *     octet of a secret is {@link #HIDDEN}: the values of {@code Authorization}, {@code Cookie}, {@code
 *     Proxy-Authorization}, {@code Set-Cookie} and {@code Sec-WebSocket-Key}, and what a request target, {@code
 *     Location} or {@code Referer} may carry behind its {@code ?}. It may be incomplete.
 * @param findings the rules in the order in which they are checked, each of them
 * @param failure how the handshake failed; null if it has not
 */
public record HandshakeTrace(
        Role role,
        String head,
        List<Finding> findings,
        @Nullable HandshakeFailure failure) {

    /** Stands for an octet that is not shown. No peer can send it. */
    public static final char HIDDEN = '\u2022';

    /** What became of a rule. */
    public enum Verdict {
        /** The rule is met. */
        MET,
        /** The rule is broken, but a {@link Relaxation} lets that pass. */
        RELAXED,
        /** The rule is broken, and decides. */
        BROKEN,
        /** The rule was not checked, because of one before it, or because it is not its turn yet. */
        NOT_REACHED
    }

    /**
     * A part of the head.
     *
     * @param from the index of its first octet
     * @param to the index behind its last octet
     */
    public record Slice(int from, int to) {}

    /**
     * What one rule found.
     *
     * @param rule its name, which never changes
     * @param clause where it comes from, an RFC and its section
     * @param verdict what became of it
     * @param found what it found, escaped and cut, without secrets; empty if it was not reached
     * @param read the parts of the head that it read; empty if there were none, or if it read all of it
     * @param failure how it was broken, relaxed or not; null if it was not
     */
    public record Finding(
            String rule,
            String clause,
            Verdict verdict,
            String found,
            List<Slice> read,
            @Nullable HandshakeFailure failure) {}

    /**
     * Returns what the broken rule found.
     *
     * @return nothing if no rule is broken, be it that the handshake failed for another reason
     */
    public Optional<Finding> broken() {
        return findings.stream().filter(each -> each.verdict == Verdict.BROKEN).findFirst();
    }

    /**
     * Shows the trace for a person: a line for each rule, and why the handshake failed.
     *
     * @return the text, of visible ASCII
     */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner("\n");
        for (Finding each : findings) {
            String verdict = each.verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            text.add(String.format(Locale.ROOT, "%-11s  %-18s  %-20s  %s", verdict, each.rule, each.clause, each.found)
                    .stripTrailing());
        }
        return failure == null
                ? text.toString()
                : text.add(failure + ": " + failure.explanation()).toString();
    }

    static HandshakeTrace of(Handshake engine) {
        List<Rule> rules = engine.rules();
        HandshakeFailure unmet = engine.unmet();
        int broken = unmet == null ? -1 : Rule.indexOf(unmet, rules);
        int reached = broken < 0 ? engine.rulesMet() : broken;
        List<Finding> findings = new ArrayList<>(rules.size());
        for (int i = 0; i < rules.size(); i++) {
            findings.add(finding(engine, rules.get(i), i < reached, i == broken ? unmet : null));
        }
        return new HandshakeTrace(
                engine instanceof ServerHandshake ? Role.SERVER : Role.CLIENT,
                Text.withoutSecrets(engine.headOctets()),
                List.copyOf(findings),
                engine.broken());
    }

    private static Finding finding(Handshake engine, Rule rule, boolean met, @Nullable HandshakeFailure broken) {
        HandshakeFailure how = broken != null ? broken : rule.failures().get(0);
        if (!met && broken == null) {
            return new Finding(rule.name(), rule.clause(how), Verdict.NOT_REACHED, "", List.of(), null);
        }
        Found found = engine.found(rule);
        Verdict verdict = met ? Verdict.MET : Verdict.BROKEN;
        for (Relaxation relaxation : Relaxation.of(engine.judgedHead().relaxations)) {
            if (met && rule.failures().contains(relaxation.forgives)) {
                verdict = Verdict.RELAXED;
                how = broken = relaxation.forgives;
                found.add("let pass by " + relaxation);
            }
        }
        return new Finding(rule.name(), rule.clause(how), verdict, found.text(), List.copyOf(found.slices()), broken);
    }
}
