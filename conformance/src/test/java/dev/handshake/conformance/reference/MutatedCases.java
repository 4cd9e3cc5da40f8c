package dev.handshake.conformance.reference;

import dev.handshake.Role;
import dev.handshake.conformance.ConformanceCase;
import dev.handshake.conformance.Corpus;
import dev.handshake.conformance.Octets;
import dev.handshake.conformance.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Cases that nobody wrote: one of the corpus, half the time one to be accepted, changed in one to three places by lines or by
 * octets. A seed makes the same case each time. Their expectation is that of the case they come from, and means nothing. A
 * server ends the stream, so that nobody waits for the body of a refusal. Immutable.
 */
public final class MutatedCases {

    /** Longer cases are about limits, and slow to read by regular expressions. */
    private static final int MOST_OCTETS = 3000;

    private static final String ODD_OCTETS =
            "\0\u0001\t\n\u000b\f\r\u001c\u001f !\"#%&'()*+,-./0139:;<=>?@AZ[\\]^_`az{|}~\u007f\u0080\u0085\u00a0\u00e9\u00ff";

    private final List<ConformanceCase> cases;
    private final List<ConformanceCase> good;

    /**
     * Makes cases for one side.
     *
     * @param role the side under test
     */
    public MutatedCases(Role role) {
        this.cases = Corpus.load().cases(role).stream()
                .filter(it -> it.octets().template().length() <= MOST_OCTETS)
                .toList();
        this.good = cases.stream().filter(it -> it.expect() == Outcome.ACCEPT).toList();
    }

    /**
     * Makes a case.
     *
     * @param seed which
     * @return the case
     */
    public ConformanceCase of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ConformanceCase it = one(random.nextBoolean() ? good : cases, random);
        String octets = it.octets().template();
        for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
            octets = changed(octets, random);
        }
        return withOctets(it, octets);
    }

    /**
     * Makes a case of somebody else's octets, for a side with the settings of a case that is accepted.
     *
     * @param octets the octets, a character for each; <code>{ACCEPT}</code> stands for the value that a client waits for
     * @return the case; null if there are so many that reading them would take long
     */
    public @Nullable ConformanceCase with(String octets) {
        if (octets.length() > MOST_OCTETS) {
            return null;
        }
        ConformanceCase settings = good.stream()
                .filter(it -> !it.offer().subprotocols().isEmpty()
                        && !it.offer().extensions().isEmpty())
                .findFirst()
                .orElse(good.get(0));
        return withOctets(settings, octets);
    }

    private static ConformanceCase one(List<ConformanceCase> of, SplittableRandom random) {
        return of.get(random.nextInt(of.size()));
    }

    private String changed(String octets, SplittableRandom random) {
        return random.nextBoolean() ? changedLine(octets, random) : changedOctet(octets, random);
    }

    private String changedLine(String octets, SplittableRandom random) {
        List<String> lines = new ArrayList<>(Arrays.asList(octets.split("(?<=\n)")));
        int at = random.nextInt(lines.size());
        int other = random.nextInt(lines.size());
        switch (random.nextInt(5)) {
            case 0 -> lines.set(at, lines.set(other, lines.get(at)));
            case 1 -> lines.add(other, lines.get(at));
            case 2 -> lines.remove(at);
            case 3 -> lines.add(at, foreignLine(random));
            default -> lines.set(at, foreignLine(random));
        }
        return String.join("", lines);
    }

    private String foreignLine(SplittableRandom random) {
        String[] lines = one(cases, random).octets().template().split("(?<=\n)");
        return lines[random.nextInt(lines.length)];
    }

    private String changedOctet(String octets, SplittableRandom random) {
        if (octets.isEmpty()) {
            return octets;
        }
        int at = random.nextInt(octets.length());
        int to = Math.min(octets.length(), at + random.nextInt(1, 9));
        String before = octets.substring(0, at);
        String one = octets.substring(at, at + 1);
        String behind = octets.substring(at + 1);
        String odd = String.valueOf(ODD_OCTETS.charAt(random.nextInt(ODD_OCTETS.length())));
        return switch (random.nextInt(7)) {
            case 0 -> before + behind;
            case 1 -> before + odd + behind;
            case 2 -> before + odd + one + behind;
            case 3 -> before + otherCase(one) + behind;
            case 4 -> before + octets.substring(to);
            case 5 -> before + octets.substring(at, to) + octets.substring(at);
            default -> before + String.valueOf((char) random.nextInt(256)) + behind;
        };
    }

    private static String otherCase(String octet) {
        char c = octet.charAt(0);
        boolean letter = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
        return letter ? String.valueOf((char) (c ^ 0x20)) : octet;
    }

    private static ConformanceCase withOctets(ConformanceCase it, String octets) {
        return new ConformanceCase(
                it.id(),
                it.title(),
                it.rule(),
                it.clauses(),
                it.strictness(),
                Octets.of(octets),
                it.behind(),
                it.end() || it.role() == Role.CLIENT,
                it.offer(),
                it.profile(),
                it.needs(),
                it.expect(),
                it.acceptable(),
                it.refusal(),
                it.facts(),
                it.agreed(),
                it.reason(),
                it.known());
    }
}
