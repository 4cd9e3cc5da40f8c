package dev.handshake.peers.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshake.Role;
import dev.handshake.conformance.ConformanceCase;
import dev.handshake.conformance.Corpus;
import dev.handshake.conformance.Delivery;
import dev.handshake.conformance.Ending;
import dev.handshake.conformance.Judge;
import dev.handshake.conformance.Observation;
import dev.handshake.conformance.Outcome;
import dev.handshake.conformance.Result;
import dev.handshake.conformance.Strictness;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is written down about a run of the suite. */
class TablesTest {

    private static final Candidate PEER = new Candidate(Role.CLIENT, "jdk", "JDK");

    private final ConformanceCase toOpen = first(it -> it.acceptable().equals(Set.of(Outcome.ACCEPT)));
    private final ConformanceCase toRefuse = first(it -> it.rule().equals("BAD_SEC_ACCEPT"));
    private final ConformanceCase open = first(it -> it.strictness() == Strictness.MAY);

    private static ConformanceCase first(Predicate<ConformanceCase> which) {
        return Corpus.load().cases(Role.CLIENT).stream()
                .filter(which)
                .findFirst()
                .orElseThrow();
    }

    private static Result result(ConformanceCase it, Ending ending) {
        Observation seen = ending == Ending.NOT_APPLICABLE
                ? Observation.notApplicable("it proves nothing")
                : Observation.of(ending, "", "");
        return new Result(it, Delivery.WHOLE, seen, Judge.judge(it, Delivery.WHOLE, seen));
    }

    private static Run run(Result... results) {
        return new Run(PEER, "1.2.3", List.of(results));
    }

    @Test
    void countsWhatCameOutInWhichWay() {
        assertThat(run(
                                result(toOpen, Ending.ACCEPTED),
                                result(toOpen, Ending.REFUSED),
                                result(toRefuse, Ending.ACCEPTED),
                                result(toRefuse, Ending.ACCEPTED),
                                result(toRefuse, Ending.SILENT),
                                result(open, Ending.REFUSED),
                                result(toOpen, Ending.NOT_APPLICABLE))
                        .counts())
                .isEqualTo(new Counts(1, 2, 1, 1, 0, 1, 1));
    }

    @Test
    void aLineForEachPeerNamesItsVersion() {
        assertThat(Tables.counts(List.of(run(result(toOpen, Ending.ACCEPTED)))).lines())
                .last()
                .isEqualTo("| JDK | 1.2.3 | 1 | 0 | 0 | 0 | 0 | 0 | 0 |");
    }

    @Test
    void aLineForEachRuleSaysHowManyDidNotBreakAMust() {
        String table = Tables.rules(List.of(
                run(result(toRefuse, Ending.ACCEPTED), result(toRefuse, Ending.REFUSED)),
                run(result(toRefuse, Ending.REFUSED)),
                run(result(toOpen, Ending.ACCEPTED))));
        assertThat(table.lines())
                .contains("| `BAD_SEC_ACCEPT` | **1** of 2 | 1 |  |", "| `" + toOpen.rule() + "` |  |  | 1 |");
    }

    @Test
    void theFileSaysWhatWasSeenOfWhom() throws Exception {
        String json = Raw.json(
                Map.of("date", "2001-02-03"),
                List.of(run(result(toRefuse, Ending.ACCEPTED), result(toOpen, Ending.ACCEPTED))));
        JsonNode read = new ObjectMapper().readTree(json);
        assertThat(read.at("/about/date").asText()).isEqualTo("2001-02-03");
        assertThat(read.at("/peers/0/counts/opened").asInt()).isEqualTo(1);
        assertThat(read.at("/cases/0/id").asText()).isEqualTo(toRefuse.id());
        assertThat(read.at("/cases/0/seen/jdk").asText()).isEqualTo("wrong: accepted");
        assertThat(read.at("/cases/1/seen/jdk").asText()).isEqualTo("accepted");
    }
}
