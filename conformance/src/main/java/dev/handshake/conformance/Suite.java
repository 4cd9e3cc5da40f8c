package dev.handshake.conformance;

import dev.handshake.Role;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which cases are run, and how gently. Immutable and thread-safe.
 *
 * @param cases the cases, of one role
 * @param deliveries how each is handed over
 * @param perSecond the most runs that begin in a second; 0 for no bound
 * @param atMost the time after which no further case begins
 */
public record Suite(List<ConformanceCase> cases, Set<Delivery> deliveries, int perSecond, Duration atMost) {

    /** Hears of a run while it goes on. */
    public interface Progress {

        /**
         * Tells of one result.
         *
         * @param result the result
         * @param number how many there are by now
         * @param total how many there will be
         */
        void done(Result result, int number, int total);
    }

    /** A run of a case that is still to be done. */
    record Turn(ConformanceCase it, Delivery delivery) {}

    /**
     * Makes a suite.
     *
     * @param cases the cases
     * @param deliveries the deliveries
     * @param perSecond 0 to 1000
     * @param atMost a positive time
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Suite {
        cases = List.copyOf(cases);
        deliveries = Set.copyOf(deliveries);
        if (perSecond < 0 || perSecond > 1000) {
            throw new IllegalArgumentException("0 to 1000 runs a second, not " + perSecond);
        }
        if (atMost.isNegative() || atMost.isZero()) {
            throw new IllegalArgumentException("the time must be positive, not " + atMost);
        }
    }

    /**
     * Returns the whole corpus for one side, each case whole, as fast as it goes, within ten minutes.
     *
     * @param role the side under test
     * @return the suite
     */
    public static Suite of(Role role) {
        return new Suite(Corpus.load().cases(role), Set.of(Delivery.WHOLE), 0, Duration.ofMinutes(10));
    }

    /**
     * Returns the same with other deliveries.
     *
     * @param deliveries the deliveries
     * @return the copy
     */
    public Suite in(Delivery... deliveries) {
        return new Suite(cases, Set.of(deliveries), perSecond, atMost);
    }

    /**
     * Runs the cases, one after the other. Waits for the end. If the side under test can no longer be reached, or the time
     * is up, the report says so, and holds what there is.
     *
     * @param subject the side under test
     * @param progress hears of each result, on the calling thread
     * @return the report
     * @throws NotReadyException if a good handshake fails, so that the cases would prove nothing
     * @throws IOException if the side under test is not reached at all
     */
    public Report run(Subject subject, Progress progress) throws IOException {
        List<Turn> turns = turns();
        subject.prepare(cases);
        Instant started = Instant.now();
        long startNanos = System.nanoTime();
        List<Result> results = new ArrayList<>();
        String cutShort = "";
        for (Turn turn : turns) {
            if (System.nanoTime() - startNanos > atMost.toNanos()) {
                cutShort = "the time was up after " + results.size() + " of " + turns.size() + " runs";
                break;
            }
            awaitTurn(startNanos, results.size());
            try {
                Observation seen = subject.observe(turn.it, turn.delivery);
                Verdict verdict = Judge.judge(turn.it, turn.delivery, seen);
                results.add(new Result(turn.it, turn.delivery, seen, verdict));
            } catch (IOException e) {
                cutShort = "no connection any more at " + turn.it.id() + ": " + e.getMessage();
                break;
            }
            progress.done(results.get(results.size() - 1), results.size(), turns.size());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
        return new Report(subject.name(), subject.role(), started, took, results, cutShort);
    }

    List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        for (ConformanceCase it : cases) {
            for (Delivery delivery : Delivery.values()) {
                if (deliveries.contains(delivery) && delivery.suits(it)) {
                    turns.add(new Turn(it, delivery));
                }
            }
        }
        return turns;
    }

    private void awaitTurn(long startNanos, int number) throws InterruptedIOException {
        if (perSecond > 0) {
            Pause.nanos(startNanos + number * (1_000_000_000L / perSecond) - System.nanoTime());
        }
    }
}
