package dev.handshake.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Role;
import dev.handshake.conformance.ConformanceCase;
import dev.handshake.conformance.Corpus;
import dev.handshake.conformance.Delivery;
import dev.handshake.conformance.Judge;
import dev.handshake.conformance.Observation;
import dev.handshake.conformance.Outcome;
import dev.handshake.conformance.Rating;
import dev.handshake.conformance.Strictness;
import dev.handshake.conformance.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The cases against sides that are broken on purpose. A case that no broken side fails would prove nothing, and a side that
 * fails no case would not be caught.
 */
class MutantsTest {

    private static final Corpus CORPUS = Corpus.load();

    @Test
    void everyBrokenServerIsCaught() {
        List<ConformanceCase> cases = CORPUS.cases(Role.SERVER);
        assertThat(survivors(ServerMutants.all(), cases)).isEmpty();
        assertThat(survivors(ServerMutants.hopeless(), cases)).isEmpty();
    }

    @Test
    void everyBrokenClientIsCaught() {
        List<ConformanceCase> cases = CORPUS.cases(Role.CLIENT);
        assertThat(survivors(ClientMutants.all(), cases)).isEmpty();
        assertThat(survivors(ClientMutants.hopeless(), cases)).isEmpty();
    }

    @Test
    void everyRequirementOfServersCatchesABrokenOne() {
        assertThat(blunt(ServerMutants.all(), CORPUS.cases(Role.SERVER))).isEmpty();
    }

    @Test
    void everyRequirementOfClientsCatchesABrokenOne() {
        assertThat(blunt(ClientMutants.all(), CORPUS.cases(Role.CLIENT))).isEmpty();
    }

    /** Those about whom no case says anything that it does not say of a side that is right. */
    private static List<String> survivors(List<Mutant> mutants, List<ConformanceCase> cases) {
        return mutants.stream()
                .filter(mutant -> cases.stream()
                        .allMatch(it -> verdict(it, mutant.read(it).observed(it))
                                .equals(verdict(it, Mutant.right(it).observed(it)))))
                .map(Mutant::name)
                .toList();
    }

    /** Requirements that nothing broken fails. What ends in a refusal must be failed by what can be seen of any peer. */
    private static List<ConformanceCase> blunt(List<Mutant> mutants, List<ConformanceCase> cases) {
        return cases.stream()
                .filter(it -> it.strictness() == Strictness.MUST)
                .filter(it -> mutants.stream().noneMatch(mutant -> fails(it, mutant.read(it))))
                .toList();
    }

    private static boolean fails(ConformanceCase it, Reading reading) {
        Observation seen = reading.observed(it);
        boolean outside = it.expect() == Outcome.REFUSE && it.facts().status() == null;
        Observation shown = outside ? Observation.of(seen.ending(), seen.sent(), seen.received()) : seen;
        return verdict(it, shown).rating() == Rating.WRONG;
    }

    private static Verdict verdict(ConformanceCase it, Observation seen) {
        return Judge.judge(it, Delivery.WHOLE, seen);
    }
}
