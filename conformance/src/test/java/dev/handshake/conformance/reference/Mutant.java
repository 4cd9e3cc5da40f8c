package dev.handshake.conformance.reference;

import dev.handshake.HandshakeFailure;
import dev.handshake.Role;
import dev.handshake.conformance.ConformanceCase;
import dev.handshake.conformance.Outcome;
import dev.handshake.conformance.Placeholders;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A side that is broken in one way.
 *
 * @param name what it does wrong, as the end of a sentence that begins with its role
 * @param peer what it makes of a case
 */
record Mutant(String name, Function<ConformanceCase, Reading> peer) {

    private static final Map<String, Reading> RIGHT = new ConcurrentHashMap<>();

    Reading read(ConformanceCase it) {
        return peer.apply(it).atTheEnd(it);
    }

    /** A server that does not ask for some things. */
    static Mutant serverWithout(RequestDemand first, RequestDemand... more) {
        EnumSet<RequestDemand> unknown = EnumSet.of(first, more);
        return new Mutant("does not ask for " + unknown, it -> {
            boolean matters = unknown.stream()
                    .anyMatch(demand -> demand.failure == right(it).failure());
            return matters ? serve(unknown, it, input(it)) : right(it);
        });
    }

    /** A server that takes octets for others before it reads them. */
    static Mutant serverThatReads(String name, UnaryOperator<String> change) {
        return new Mutant(name, it -> {
            String changed = change.apply(input(it));
            return changed.equals(input(it)) ? right(it) : serve(EnumSet.noneOf(RequestDemand.class), it, changed);
        });
    }

    static Mutant serverThatReads(String name, String regex, String replacement) {
        return serverThatReads(name, input -> input.replaceAll(regex, replacement));
    }

    /** A server that asks for too much. */
    static Mutant serverThatRefuses(String name, String regex) {
        return serverThatAnswers(name, (it, reading) -> tooStrict(it, reading, regex));
    }

    /** A server that makes something else of what it has read. */
    static Mutant serverThatAnswers(String name, Change change) {
        return new Mutant(name, it -> change.of(it, right(it)));
    }

    static Mutant clientWithout(ResponseDemand first, ResponseDemand... more) {
        EnumSet<ResponseDemand> unknown = EnumSet.of(first, more);
        return new Mutant("does not ask for " + unknown, it -> {
            boolean matters = unknown.stream()
                    .anyMatch(demand -> demand.failure == right(it).failure());
            return matters ? ask(unknown, it, input(it)) : right(it);
        });
    }

    static Mutant clientThatReads(String name, UnaryOperator<String> change) {
        return new Mutant(name, it -> {
            String changed = change.apply(input(it));
            return changed.equals(input(it)) ? right(it) : ask(EnumSet.noneOf(ResponseDemand.class), it, changed);
        });
    }

    static Mutant clientThatReads(String name, String regex, String replacement) {
        return clientThatReads(name, input -> input.replaceAll(regex, replacement));
    }

    static Mutant clientThatRefuses(String name, String regex) {
        return clientThatMakes(name, (it, reading) -> tooStrict(it, reading, regex));
    }

    static Mutant clientThatMakes(String name, Change change) {
        return new Mutant(name, it -> change.of(it, right(it)));
    }

    /** Makes something else of a reading. */
    interface Change {
        Reading of(ConformanceCase it, Reading reading);
    }

    /** What a side that is not broken makes of a case. */
    static Reading right(ConformanceCase it) {
        return RIGHT.computeIfAbsent(
                it.id(),
                id -> it.role() == Role.SERVER
                        ? serve(EnumSet.noneOf(RequestDemand.class), it, input(it))
                        : ask(EnumSet.noneOf(ResponseDemand.class), it, input(it)));
    }

    static String input(ConformanceCase it) {
        return it.input(Placeholders.defaults());
    }

    private static Reading serve(EnumSet<RequestDemand> unknown, ConformanceCase it, String input) {
        return new ReferenceServer(unknown).read(input, it.profile());
    }

    private static Reading ask(EnumSet<ResponseDemand> unknown, ConformanceCase it, String input) {
        return new ReferenceClient(unknown).read(input, it.offer(), it.profile(), Placeholders.SAMPLE_KEY);
    }

    private static Reading tooStrict(ConformanceCase it, Reading reading, String regex) {
        String head =
                input(it).substring(0, input(it).length() - reading.leftover().length());
        return reading.outcome() == Outcome.ACCEPT && Abnf.has(head, regex)
                ? Reading.failed(Outcome.REFUSE, HandshakeFailure.REJECTED, 400)
                : reading;
    }
}
