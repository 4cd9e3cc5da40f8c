package dev.handshake.conformance.reference;

import dev.handshake.Extension;
import dev.handshake.HandshakeFailure;
import dev.handshake.Role;
import dev.handshake.conformance.ConformanceCase;
import dev.handshake.conformance.Ending;
import dev.handshake.conformance.Inside;
import dev.handshake.conformance.Observation;
import dev.handshake.conformance.Outcome;
import dev.handshake.conformance.Placeholders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one side makes of the octets that it was sent.
 *
 * @param outcome how it ends
 * @param failure the rule that is broken, if one is
 * @param status of the answer: the server's own, or the one that a client got; 0 for none
 * @param target the request's target
 * @param host whom the request is for
 * @param subprotocols those offered
 * @param offers the extensions offered
 * @param subprotocol the one agreed on, empty for none
 * @param extensions those agreed on
 * @param leftover the octets behind the head
 */
record Reading(
        Outcome outcome,
        @Nullable HandshakeFailure failure,
        int status,
        String target,
        String host,
        List<String> subprotocols,
        List<String> offers,
        String subprotocol,
        List<String> extensions,
        String leftover) {

    static Reading failed(Outcome outcome, HandshakeFailure failure, int status) {
        return new Reading(outcome, failure, status, "", "", List.of(), List.of(), "", List.of(), "");
    }

    static Reading waiting() {
        return new Reading(Outcome.WAIT, null, 0, "", "", List.of(), List.of(), "", List.of(), "");
    }

    /** An opening with nothing agreed on. */
    static Reading opened(String leftover) {
        return new Reading(Outcome.ACCEPT, null, 101, "", "", List.of(), List.of(), "", List.of(), leftover);
    }

    /** The same, if the sender ends the stream: what a client still waits for does not come. */
    Reading atTheEnd(ConformanceCase it) {
        return it.end() && it.role() == Role.CLIENT && outcome == Outcome.WAIT
                ? failed(Outcome.REFUSE, HandshakeFailure.PEER_LEFT, 0)
                : this;
    }

    Reading withStatus(int other) {
        return new Reading(
                outcome, failure, other, target, host, subprotocols, offers, subprotocol, extensions, leftover);
    }

    Reading withHost(String other) {
        return new Reading(
                outcome, failure, status, target, other, subprotocols, offers, subprotocol, extensions, leftover);
    }

    Reading withTarget(String other) {
        return new Reading(
                outcome, failure, status, other, host, subprotocols, offers, subprotocol, extensions, leftover);
    }

    Reading withOffers(List<String> names, List<String> extensionOffers) {
        return new Reading(
                outcome, failure, status, target, host, names, extensionOffers, subprotocol, extensions, leftover);
    }

    Reading withSubprotocol(String other) {
        return new Reading(outcome, failure, status, target, host, subprotocols, offers, other, extensions, leftover);
    }

    Reading withExtensions(List<String> other) {
        return new Reading(outcome, failure, status, target, host, subprotocols, offers, subprotocol, other, leftover);
    }

    Reading withLeftover(String other) {
        return new Reading(
                outcome, failure, status, target, host, subprotocols, offers, subprotocol, extensions, other);
    }

    /** The same as it is seen of a side under test, from inside too. */
    Observation observed(ConformanceCase it) {
        Ending ending = switch (outcome) {
            case ACCEPT -> Ending.ACCEPTED;
            case REFUSE -> Ending.REFUSED;
            case CLOSE -> Ending.CLOSED;
            case WAIT -> Ending.SILENT;
        };
        Inside inside = new Inside(
                failure,
                leftover,
                target,
                host,
                subprotocols,
                parsed(offers),
                status,
                subprotocol.isEmpty() ? null : subprotocol,
                parsed(extensions));
        String sent = it.input(Placeholders.defaults());
        return new Observation(ending, sent, it.role() == Role.SERVER ? response(sent) : "", "", inside);
    }

    /** What is malformed, because a broken side let it pass, is nothing that a user could be told. */
    private static List<Extension> parsed(List<String> extensions) {
        return extensions.stream()
                .filter(Abnf::isExtension)
                .flatMap(text -> Extension.parse(text).stream())
                .toList();
    }

    /** What a server answers. */
    private String response(String request) {
        if (status == 0) {
            return "";
        }
        String line = "HTTP/1.1 " + status + " X\r\n";
        if (outcome != Outcome.ACCEPT) {
            return line + "Upgrade: websocket\r\nAllow: GET\r\nSec-WebSocket-Version: 13\r\nContent-Length: 0\r\n\r\n";
        }
        return line + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + Placeholders.accept(Placeholders.keyOf(request)) + "\r\n"
                + (subprotocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n")
                + (extensions.isEmpty() ? "" : "Sec-WebSocket-Extensions: " + String.join(", ", extensions) + "\r\n")
                + "\r\n";
    }
}
