package dev.handshake.conformance;

import java.util.ArrayList;
import java.util.List;

/** Collects what is not as it should be. */
final class Findings {

    private final List<String> sentences = new ArrayList<>();
    private Rating worst = Rating.RIGHT;

    /** A deviation, as grave as what asks for it. */
    void add(Strictness asked, String sentence) {
        sentences.add(sentence);
        Rating rating = switch (asked) {
            case MUST -> Rating.WRONG;
            case SHOULD -> Rating.ADVICE;
            case MAY -> Rating.RIGHT;
        };
        if (rating.compareTo(worst) > 0) {
            worst = rating;
        }
    }

    Verdict verdict() {
        return new Verdict(worst, List.copyOf(sentences));
    }
}
