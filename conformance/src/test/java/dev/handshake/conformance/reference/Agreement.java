package dev.handshake.conformance.reference;

import dev.handshake.HandshakeFailure;
import dev.handshake.Role;
import dev.handshake.conformance.ConformanceCase;
import dev.handshake.conformance.Delivery;
import dev.handshake.conformance.Engines;
import dev.handshake.conformance.Inside;
import dev.handshake.conformance.Observation;
import dev.handshake.conformance.Outcome;
import dev.handshake.conformance.Placeholders;
import dev.handshake.conformance.Subject;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The engines beside the reference: the same outcome, the same rule, and of what was opened the same facts. For whoever has
 * octets of his own to try, and used by one thread.
 */
public final class Agreement {

    /** With several extensions wrong in different ways, either may be named. */
    private static final Set<HandshakeFailure> ALIKE =
            EnumSet.of(HandshakeFailure.UNOFFERED_EXTENSION, HandshakeFailure.BAD_EXTENSION_RESPONSE);

    private final Subject server = Engines.server();
    private final Subject client = Engines.client();

    /**
     * Lets both read a case.
     *
     * @param it the case; its expectation is not looked at
     * @return where they differ, or null if they don't
     * @throws IOException never, since there is no connection
     */
    public @Nullable String difference(ConformanceCase it) throws IOException {
        Observation seen = (it.role() == Role.SERVER ? server : client).observe(it, Delivery.WHOLE);
        Reading reading = read(it, seen).atTheEnd(it);
        Inside inside = Objects.requireNonNull(seen.inside());
        Outcome outcome = seen.ending().outcome().orElseThrow();
        boolean sameRule = inside.rule() == reading.failure()
                || ALIKE.contains(inside.rule()) && ALIKE.contains(reading.failure());
        if (outcome != reading.outcome() || !sameRule) {
            return "the engine: " + outcome + " " + inside.rule() + ", the reference: " + reading.outcome() + " "
                    + reading.failure();
        }
        if (outcome != Outcome.ACCEPT) {
            return null;
        }
        Inside expected = Objects.requireNonNull(reading.observed(it).inside());
        return facts(it, inside).equals(facts(it, expected))
                ? null
                : "the engine read " + facts(it, inside) + ", the reference " + facts(it, expected);
    }

    /** The same octets, which depend on the engine's key if it is a client's. */
    private static Reading read(ConformanceCase it, Observation seen) {
        return it.role() == Role.SERVER
                ? new ReferenceServer(Set.of()).read(seen.sent(), it.profile())
                : new ReferenceClient(Set.of())
                        .read(seen.sent(), it.offer(), it.profile(), Placeholders.keyOf(seen.received()));
    }

    /** What an engine says and the reference knows: a client's knows nothing of its own request. */
    private static Inside facts(ConformanceCase it, Inside inside) {
        return it.role() == Role.SERVER
                ? inside
                : new Inside(
                        null,
                        inside.leftover(),
                        "",
                        "",
                        it.offer().subprotocols(),
                        List.of(),
                        inside.status(),
                        inside.subprotocol(),
                        inside.extensions());
    }
}
