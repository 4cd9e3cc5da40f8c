package dev.handshake.conformance;

import dev.handshake.Role;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A part of the corpus, for tests of the machine around it. */
final class Few {

    private static final int OF_EACH_TOPIC = 4;

    private Few() {}

    /** The first cases of each topic, as fast as it goes. */
    static Suite of(Role role, Delivery delivery) {
        List<ConformanceCase> cases =
                Corpus.load().cases(role).stream()
                        .collect(Collectors.groupingBy(ConformanceCase::group))
                        .values()
                        .stream()
                        .map(topic -> topic.subList(0, Math.min(OF_EACH_TOPIC, topic.size())))
                        .flatMap(Collection::stream)
                        .toList();
        return new Suite(cases, Set.of(delivery), 0, Duration.ofMinutes(1));
    }

    /** What a perfect side would not have in its report. */
    static List<String> notRight(Report report) {
        return report.results().stream()
                .filter(result -> result.verdict().rating() == Rating.ADVICE
                        || result.verdict().rating() == Rating.WRONG)
                .map(result -> result.of() + ", " + result.delivery() + ": "
                        + result.verdict().findings())
                .toList();
    }

    static void ignore(Result result, int number, int total) {}
}
