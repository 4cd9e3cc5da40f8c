package dev.handshake.interop.vectors;

import dev.handshake.Role;
import dev.handshake.ServerHandshaker;
import dev.handshake.conformance.ConformanceCase;
import dev.handshake.conformance.Corpus;
import dev.handshake.conformance.Outcome;
import dev.handshake.conformance.Placeholders;
import java.util.List;

/**
 * One case for a server, with the values of its placeholders.
 *
 * @param of the case
 * @param input all octets that the server receives
 * @param leftover those of them that are not the handshake's
 * @param profile a server with the settings that the case assumes
 */
record ServerVector(ConformanceCase of, String input, String leftover, ServerHandshaker profile) {

    private static final List<ServerVector> ALL = Corpus.load().cases(Role.SERVER).stream()
            .map(it -> new ServerVector(
                    it,
                    it.input(Placeholders.defaults()),
                    it.behind().text(Placeholders.defaults()),
                    it.profile().server().build()))
            .toList();

    static List<ServerVector> all() {
        return ALL;
    }

    static List<ServerVector> accepted() {
        return ALL.stream()
                .filter(vector -> vector.of.expect() == Outcome.ACCEPT)
                .toList();
    }

    static List<ServerVector> refused() {
        return ALL.stream()
                .filter(vector -> vector.of.expect() == Outcome.REFUSE)
                .filter(vector -> !Deviations.choices().contains(vector.of.id()))
                .toList();
    }

    /** The input without what lies behind the head. */
    String head() {
        return input.substring(0, input.length() - leftover.length());
    }

    /** Answers to HEAD end behind their head, whatever length they state. */
    boolean isHead() {
        return input.startsWith("HEAD ");
    }

    @Override
    public String toString() {
        return of.toString();
    }
}
