package dev.handshake.conformance;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was seen in one run of a case.
 *
 * @param ending how it ended
 * @param sent the octets that the side under test was sent, each character one octet
 * @param received the octets that came from it
 * @param note what else was seen, as a sentence; empty for nothing
 * @param inside what the user of the side under test was told, where that can be seen
 */
public record Observation(
        Ending ending,
        String sent,
        String received,
        String note,
        @Nullable Inside inside) {

    /**
     * Makes an observation from outside.
     *
     * @param ending how it ended
     * @param sent the octets that were sent
     * @param received the octets that came
     * @return the observation
     */
    public static Observation of(Ending ending, String sent, String received) {
        return new Observation(ending, sent, received, "", null);
    }

    /**
     * Makes an observation for a case that was not run.
     *
     * @param why a sentence
     * @return the observation
     */
    public static Observation notApplicable(String why) {
        return new Observation(Ending.NOT_APPLICABLE, "", "", why, null);
    }

    /**
     * Returns the same with a note.
     *
     * @param note the sentence
     * @return the copy
     */
    public Observation noting(String note) {
        return new Observation(ending, sent, received, note, inside);
    }

    /**
     * Returns the status of the response that came, from a server.
     *
     * @return the code, empty if there was no response
     */
    public Optional<Integer> status() {
        return Answer.parse(received).map(Answer::status);
    }
}
