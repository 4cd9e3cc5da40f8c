package dev.handshake.interop.vectors;

import dev.handshake.ClientHandshaker;
import dev.handshake.Role;
import dev.handshake.conformance.ConformanceCase;
import dev.handshake.conformance.Corpus;
import dev.handshake.conformance.Outcome;
import dev.handshake.conformance.Placeholders;
import java.util.List;

/**
 * One case for a client.
 *
 * @param of the case
 * @param leftover the octets that are not the handshake's
 * @param handshaker a client that has offered what the case assumes
 */
record ClientVector(ConformanceCase of, String leftover, ClientHandshaker handshaker) {

    private static final List<ClientVector> ALL = Corpus.load().cases(Role.CLIENT).stream()
            .map(it -> new ClientVector(
                    it,
                    it.behind().text(Placeholders.defaults()),
                    it.profile().client(it.offer()).build()))
            .toList();

    static List<ClientVector> all() {
        return ALL;
    }

    static List<ClientVector> accepted() {
        return ALL.stream()
                .filter(vector -> vector.of.expect() == Outcome.ACCEPT)
                .toList();
    }

    /** The octets that the server answers to a request. */
    String answerTo(String request) {
        return of.input(Placeholders.ofRequest(request));
    }

    @Override
    public String toString() {
        return of.toString();
    }
}
