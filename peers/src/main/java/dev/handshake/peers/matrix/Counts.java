package dev.handshake.peers.matrix;

import dev.handshake.conformance.Outcome;
import dev.handshake.conformance.Rating;
import dev.handshake.conformance.Result;
import dev.handshake.conformance.Strictness;
import java.util.Collection;

/**
 * How many cases came out in which way.
 *
 * @param right as expected
 * @param opened against a must: opened what is to be refused
 * @param refused against a must: not opened, although it must be
 * @param otherwise against a must in another way, such as an answer that lacks a field, or none at all
 * @param advice against a should
 * @param leftOpen where the RFCs leave the choice
 * @param notApplicable where the case proves nothing about this peer
 */
record Counts(int right, int opened, int refused, int otherwise, int advice, int leftOpen, int notApplicable) {

    static Counts of(Collection<Result> results) {
        int[] counts = new int[7];
        for (Result result : results) {
            counts[place(result)]++;
        }
        return new Counts(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]);
    }

    private static int place(Result result) {
        return switch (result.verdict().rating()) {
            case RIGHT -> result.of().strictness() == Strictness.MAY ? 5 : 0;
            case ADVICE -> 4;
            case NOT_APPLICABLE -> 6;
            case WRONG -> fault(result);
        };
    }

    private static int fault(Result result) {
        Outcome outcome = result.seen().ending().outcome().orElseThrow();
        if (result.of().acceptable().contains(outcome)) {
            return 3;
        }
        if (outcome == Outcome.ACCEPT) {
            return 1;
        }
        return result.of().expect() == Outcome.ACCEPT ? 2 : 3;
    }

    int againstMust() {
        return opened + refused + otherwise;
    }

    /** All that prove something. */
    int applicable() {
        return right + againstMust() + advice + leftOpen;
    }

    /** Whether a result is counted here for what it says rather than for what came of it. */
    static boolean isOtherwise(Result result) {
        return result.verdict().rating() == Rating.WRONG && place(result) == 3;
    }
}
