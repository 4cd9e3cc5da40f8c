package dev.handshake.conformance.reference;

import static dev.handshake.conformance.reference.ResponseDemand.*;

import dev.handshake.Limits;
import dev.handshake.conformance.Offer;
import dev.handshake.conformance.Outcome;
import dev.handshake.conformance.Placeholders;
import dev.handshake.conformance.Profile;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** A client that is nothing but {@link ResponseDemand}, some of which it may not know. */
final class ReferenceClient {

    private final Set<ResponseDemand> unknown;

    ReferenceClient(Set<ResponseDemand> unknown) {
        this.unknown = unknown;
    }

    /** Reads all that a server sends before it waits, in answer to a request with this key. */
    Reading read(String input, Offer offer, Profile profile, String key) {
        String accept = Placeholders.accept(key);
        String rest = input;
        for (int interim = 0; ; interim++) {
            Object found = head(rest, profile);
            if (found instanceof Reading reading) {
                return reading;
            }
            String head = (String) found;
            rest = rest.substring(head.length());
            Answer answer = new Answer(withoutFolds(head), offer, accept);
            boolean isInterim = Abnf.has(head, "^HTTP/... 1(?!01)[0-9]{2}(?![0-9])");
            Reading failure = firstBroken(answer, isInterim ? ResponseDemand::isSyntax : all -> true);
            if (failure != null) {
                return failure;
            }
            if (!isInterim) {
                return accepted(answer, rest);
            }
            if (knows(INTERIM_RESPONSES_ARE_FEW) && interim >= Limits.defaults().interimResponses()) {
                return failed(INTERIM_RESPONSES_ARE_FEW, 0);
            }
        }
    }

    /** What a user agent makes of folded lines, RFC 9112, 5.2. White space in front of the first field is none. */
    private static String withoutFolds(String head) {
        int fields = head.indexOf('\n') + 1;
        return head.substring(0, fields) + head.substring(fields).replaceAll("\r\n[ \t]+", " ");
    }

    /** The head with which octets begin, or what they are instead. */
    private Object head(String input, Profile profile) {
        String start = "HTTP/";
        if (knows(BEGINS_WITH_HTTP) && !input.startsWith(start) && !start.startsWith(input)) {
            return failed(BEGINS_WITH_HTTP, 0);
        }
        Arrival arrival = Arrival.of(
                input,
                0,
                knows(HEAD_IS_WITHIN_ITS_LIMIT)
                        ? Objects.requireNonNullElse(profile.headBytes(), 16384)
                        : Integer.MAX_VALUE,
                knows(FIELDS_ARE_WITHIN_THEIR_LIMIT)
                        ? Objects.requireNonNullElse(profile.headers(), 100)
                        : Integer.MAX_VALUE,
                !knows(LF_ONLY_BEHIND_CR));
        return switch (arrival.state()) {
            case GOES_ON -> Reading.waiting();
            case TOO_LARGE -> failed(HEAD_IS_WITHIN_ITS_LIMIT, 0);
            case TOO_MANY_FIELDS -> failed(FIELDS_ARE_WITHIN_THEIR_LIMIT, 0);
            case LONE_LF -> failed(LF_ONLY_BEHIND_CR, 0);
            case WHOLE -> input.substring(0, arrival.end());
        };
    }

    private boolean knows(ResponseDemand demand) {
        return !unknown.contains(demand);
    }

    private Reading firstBroken(Answer answer, Predicate<ResponseDemand> asked) {
        return Arrays.stream(ResponseDemand.values())
                .filter(this::knows)
                .filter(asked)
                .filter(demand -> demand.isBrokenBy(answer))
                .findFirst()
                .map(demand -> failed(demand, demand.isSyntax() ? 0 : status(answer)))
                .orElse(null);
    }

    private static Reading failed(ResponseDemand demand, int status) {
        return Reading.failed(Outcome.REFUSE, demand.failure, status);
    }

    private static int status(Answer answer) {
        return Abnf.has(answer.head(), "^HTTP/... [0-9]{3}")
                ? Integer.parseInt(answer.head().substring(9, 12))
                : 0;
    }

    private static Reading accepted(Answer answer, String behind) {
        String subprotocol = Abnf.first(answer.head(), "Sec-WebSocket-Protocol");
        return new Reading(
                Outcome.ACCEPT,
                null,
                101,
                "",
                "",
                answer.offer().subprotocols(),
                List.of(),
                subprotocol,
                answer.answers(),
                behind);
    }
}
