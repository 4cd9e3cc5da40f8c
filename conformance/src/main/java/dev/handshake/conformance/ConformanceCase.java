package dev.handshake.conformance;

import dev.handshake.HandshakeFailure;
import dev.handshake.Role;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One handshake with a side under test: the octets that it receives, and what may come of them. A case whose id begins
 * with {@code S} is a request for a server, one with {@code C} a response for a client.
 *
 * @param id such as {@code S-HOST-005}: role, {@link #group()}, number; never given to another case
 * @param title what is special about it, in a few words
 * @param rule the name of the {@link HandshakeFailure} that it breaks, or of the demand that it meets
 * @param clauses where that comes from, such as {@code RFC 9112, 3.2}
 * @param strictness how much those ask for
 * @param octets the head, whole or in part
 * @param behind what follows at once and is not the handshake's: to be handed on untouched if the connection opens
 * @param end whether the stream ends behind them
 * @param offer what a client has offered
 * @param profile the settings under which the expectation holds
 * @param needs what a server must do, beside the RFCs, for the case to prove anything
 * @param expect what is best
 * @param acceptable all that the RFCs allow, {@code expect} among it
 * @param refusal what a refusal looks like
 * @param facts what must have been read
 * @param agreed what must have been agreed on
 * @param reason what to do about a failure, and why
 * @param known who was seen to differ, for people
 */
public record ConformanceCase(
        String id,
        String title,
        String rule,
        List<String> clauses,
        Strictness strictness,
        Octets octets,
        Octets behind,
        boolean end,
        Offer offer,
        Profile profile,
        Set<Need> needs,
        Outcome expect,
        Set<Outcome> acceptable,
        Refusal refusal,
        Facts facts,
        Agreed agreed,
        String reason,
        List<String> known) {

    /**
     * Makes a case.
     *
     * @param id the id
     * @param title the title
     * @param rule the rule or the demand
     * @param clauses the clauses
     * @param strictness the strictness
     * @param octets the head
     * @param behind null for nothing
     * @param end whether the stream ends
     * @param offer null for none
     * @param profile null for the usual one
     * @param needs null for none
     * @param expect the best outcome
     * @param acceptable null for that one only
     * @param refusal null for any
     * @param facts null for no demand
     * @param agreed null for no demand
     * @param reason the reason
     * @param known null for nobody
     */
    public ConformanceCase(
            String id,
            String title,
            String rule,
            List<String> clauses,
            Strictness strictness,
            Octets octets,
            @Nullable Octets behind,
            boolean end,
            @Nullable Offer offer,
            @Nullable Profile profile,
            @Nullable Set<Need> needs,
            Outcome expect,
            @Nullable Set<Outcome> acceptable,
            @Nullable Refusal refusal,
            @Nullable Facts facts,
            @Nullable Agreed agreed,
            String reason,
            @Nullable List<String> known) {
        this.id = id;
        this.title = title;
        this.rule = rule;
        this.clauses = List.copyOf(clauses);
        this.strictness = strictness;
        this.octets = octets;
        this.behind = behind == null ? Octets.NONE : behind;
        this.end = end;
        this.offer = offer == null ? Offer.NONE : offer;
        this.profile = profile == null ? Profile.usual() : profile;
        this.needs = needs == null ? Set.of() : Set.copyOf(needs);
        this.expect = expect;
        this.acceptable = acceptable == null ? EnumSet.of(expect) : EnumSet.copyOf(acceptable);
        this.refusal = refusal == null ? Refusal.ANY : refusal;
        this.facts = facts == null ? Facts.NONE : facts;
        this.agreed = agreed == null ? Agreed.ANYTHING : agreed;
        this.reason = reason;
        this.known = known == null ? List.of() : List.copyOf(known);
    }

    /**
     * Returns the side that the case is for.
     *
     * @return the role of the side under test
     */
    public Role role() {
        return id.startsWith("S-") ? Role.SERVER : Role.CLIENT;
    }

    /**
     * Returns the topic, which is the middle of the id and the name of the file.
     *
     * @return such as {@code host}
     */
    public String group() {
        return id.substring(2, id.lastIndexOf('-')).toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the rule that the case breaks.
     *
     * @return the rule, empty if there is a demand instead
     */
    public Optional<HandshakeFailure> failure() {
        return Arrays.stream(HandshakeFailure.values())
                .filter(failure -> failure.name().equals(rule))
                .findFirst();
    }

    /**
     * Returns all octets that are sent.
     *
     * @param placeholders the values in this run
     * @return the head and what is behind it, each character one octet
     */
    public String input(Placeholders placeholders) {
        return octets.text(placeholders) + behind.text(placeholders);
    }

    /**
     * Returns id and title.
     *
     * @return such as <code>S-HOST-005 (no Host)</code>
     */
    @Override
    public String toString() {
        return id + " (" + title + ")";
    }
}
