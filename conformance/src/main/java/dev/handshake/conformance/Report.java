package dev.handshake.conformance;

import dev.handshake.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All that came of a run.
 *
 * @param subject the name of the side under test
 * @param role what it is
 * @param started when the run began
 * @param took how long it was
 * @param results one for each run of a case, in order
 * @param cutShort why the run ended before its end; empty if it did not
 */
public record Report(String subject, Role role, Instant started, Duration took, List<Result> results, String cutShort) {

    /**
     * Makes a report.
     *
     * @param subject the name
     * @param role the role
     * @param started the time
     * @param took the duration
     * @param results the results
     * @param cutShort the sentence, or empty
     */
    public Report {
        results = List.copyOf(results);
    }

    /**
     * Counts the results of one rating.
     *
     * @param rating the rating
     * @return how many there are
     */
    public int count(Rating rating) {
        return (int) results.stream()
                .filter(result -> result.verdict().rating() == rating)
                .count();
    }

    /**
     * Tells whether all cases were run and nothing is wrong. Advice is not wrong.
     *
     * @return true if so
     */
    public boolean passed() {
        return count(Rating.WRONG) == 0 && cutShort.isEmpty();
    }

    /**
     * Returns the results by topic.
     *
     * @return from {@link ConformanceCase#group()} to results, both in order
     */
    Map<String, List<Result>> groups() {
        return results.stream()
                .collect(Collectors.groupingBy(result -> result.of().group(), LinkedHashMap::new, Collectors.toList()));
    }
}
