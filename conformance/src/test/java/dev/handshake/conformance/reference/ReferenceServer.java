package dev.handshake.conformance.reference;

import static dev.handshake.conformance.reference.RequestDemand.*;

import dev.handshake.HandshakeFailure;
import dev.handshake.conformance.Outcome;
import dev.handshake.conformance.Profile;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A server that is nothing but {@link RequestDemand}, some of which it may not know. */
final class ReferenceServer {

    private final Set<RequestDemand> unknown;

    ReferenceServer(Set<RequestDemand> unknown) {
        this.unknown = unknown;
    }

    /** Reads all that a peer sends before it waits. */
    Reading read(String input, Profile profile) {
        if (knows(FIRST_OCTET_IS_NOT_OF_TLS) && input.startsWith("\u0016")) {
            return Reading.failed(Outcome.CLOSE, HandshakeFailure.NOT_HTTP, 0);
        }
        int from = input.startsWith("\r\n") ? 2 : 0;
        Arrival arrival = Arrival.of(
                input,
                from,
                knows(HEAD_IS_WITHIN_ITS_LIMIT)
                        ? Objects.requireNonNullElse(profile.headBytes(), 16384)
                        : Integer.MAX_VALUE,
                knows(FIELDS_ARE_WITHIN_THEIR_LIMIT)
                        ? Objects.requireNonNullElse(profile.headers(), 100)
                        : Integer.MAX_VALUE,
                !knows(LF_ONLY_BEHIND_CR));
        return switch (arrival.state()) {
            case GOES_ON -> Reading.waiting();
            case TOO_LARGE -> refused(HEAD_IS_WITHIN_ITS_LIMIT);
            case TOO_MANY_FIELDS -> refused(FIELDS_ARE_WITHIN_THEIR_LIMIT);
            case LONE_LF -> refused(LF_ONLY_BEHIND_CR);
            case WHOLE -> judge(input.substring(from, arrival.end()), profile, input.substring(arrival.end()));
        };
    }

    private boolean knows(RequestDemand demand) {
        return !unknown.contains(demand);
    }

    private static Reading refused(RequestDemand demand) {
        return Reading.failed(Outcome.REFUSE, demand.failure, demand.failure.status());
    }

    private Reading judge(String head, Profile profile, String behind) {
        return Arrays.stream(RequestDemand.values())
                .filter(this::knows)
                .filter(demand -> demand.isBrokenBy(head) || isBrokenBy(head, demand, profile))
                .findFirst()
                .map(ReferenceServer::refused)
                .orElseGet(() -> accepted(head, profile, behind));
    }

    /** What depends on the settings. */
    private static boolean isBrokenBy(String head, RequestDemand demand, Profile profile) {
        return switch (demand) {
            case TARGET_IS_WITHIN_ITS_LIMIT ->
                !METHOD_IS_A_TOKEN.isBrokenBy(head)
                        && target(head).length() > Objects.requireNonNullElse(profile.targetBytes(), 8192);
            case ORIGIN_IS_LET_IN -> !ReferenceOrigins.letIn(head, profile);
            case A_SUBPROTOCOL_IS_KNOWN ->
                profile.subprotocolRequired() && chosen(head, profile).isEmpty();
            default -> false;
        };
    }

    private static Reading accepted(String head, Profile profile, String behind) {
        List<String> offers = Abnf.extensions(head);
        return new Reading(
                Outcome.ACCEPT,
                null,
                101,
                target(head),
                host(head),
                subprotocols(head),
                offers,
                chosen(head, profile),
                Boolean.FALSE.equals(profile.deflate())
                        ? List.of()
                        : offers.stream()
                                .filter(Deflate::isOffer)
                                .limit(1)
                                .map(Deflate::answer)
                                .toList(),
                behind);
    }

    /** The first in the server's order that was offered, RFC 6455, 4.2.2, 4. */
    private static String chosen(String head, Profile profile) {
        return Objects.requireNonNullElse(profile.subprotocols(), List.of("chat", "superchat")).stream()
                .filter(subprotocols(head)::contains)
                .findFirst()
                .orElse("");
    }
}
