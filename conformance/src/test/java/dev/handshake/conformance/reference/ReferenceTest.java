package dev.handshake.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Role;
import dev.handshake.conformance.ConformanceCase;
import dev.handshake.conformance.Corpus;
import dev.handshake.conformance.Delivery;
import dev.handshake.conformance.Judge;
import dev.handshake.conformance.Rating;
import dev.handshake.conformance.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference takes every case as it is to be taken, and as the engines do. */
class ReferenceTest {

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheCaseRight(ConformanceCase it) {
        Verdict verdict =
                Judge.judge(it, Delivery.WHOLE, Mutant.right(it).atTheEnd(it).observed(it));
        assertThat(verdict.rating()).as("%s, %s", it, verdict).isEqualTo(Rating.RIGHT);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheEngine(ConformanceCase it) throws IOException {
        assertThat(new Agreement().difference(it)).as(it.toString()).isNull();
    }

    static List<ConformanceCase> cases() {
        Corpus corpus = Corpus.load();
        return Stream.of(Role.values())
                .flatMap(role -> corpus.cases(role).stream())
                .toList();
    }
}
