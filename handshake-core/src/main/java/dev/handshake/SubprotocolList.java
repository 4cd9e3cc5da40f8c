package dev.handshake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The grammar of {@code Sec-WebSocket-Protocol}, RFC 6455, 4.1 and 11.3.4: tokens, each named once. */
final class SubprotocolList {

    /** Up to so many tokens are compared with each other in place; more go through a set, so that time stays linear. */
    private static final int FEW = 16;

    private SubprotocolList() {}

    /** Tells whether all lines together are a list of at least one token, all different. Few tokens make no garbage. */
    static boolean isValid(Head head) {
        int tokens = 0;
        for (int line = first(head); line >= 0; line = next(head, line)) {
            int to = head.valueTo(line);
            for (int at = member(head, head.valueFrom(line), to);
                    at < to;
                    at = member(head, behind(head, at, to), to)) {
                int end = Grammar.skip(Grammar.TOKEN, head.bytes, at, to);
                int rest = Grammar.skipBlanks(head.bytes, end, to);
                boolean isToken = end > at && (rest == to || head.bytes[rest] == ',');
                if (!isToken || tokens++ < FEW && isAmongEarlier(head, at, end)) {
                    return false;
                }
            }
        }
        return tokens > 0 && (tokens <= FEW || areDifferent(of(head)));
    }

    /** Returns the members in order; only if {@link #isValid} is this what the peer meant. */
    static List<String> of(Head head) {
        List<String> found = new ArrayList<>();
        for (int line = first(head); line >= 0; line = next(head, line)) {
            int to = head.valueTo(line);
            for (int at = member(head, head.valueFrom(line), to);
                    at < to;
                    at = member(head, behind(head, at, to), to)) {
                int end = Grammar.trimBlanks(head.bytes, at, behind(head, at, to));
                found.add(Grammar.text(head.bytes, at, end));
            }
        }
        return found;
    }

    private static boolean isAmongEarlier(Head head, int from, int end) {
        for (int line = first(head); line >= 0; line = next(head, line)) {
            int to = head.valueTo(line);
            for (int at = member(head, head.valueFrom(line), to);
                    at < to;
                    at = member(head, behind(head, at, to), to)) {
                if (at == from) {
                    return false;
                }
                int earlierEnd = Grammar.skip(Grammar.TOKEN, head.bytes, at, to);
                if (Arrays.equals(head.bytes, at, earlierEnd, head.bytes, from, end)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean areDifferent(List<String> names) {
        Set<String> seen = new HashSet<>();
        return names.stream().allMatch(seen::add);
    }

    private static int first(Head head) {
        return head.next(Field.SEC_WEBSOCKET_PROTOCOL, 0);
    }

    private static int next(Head head, int line) {
        return head.next(Field.SEC_WEBSOCKET_PROTOCOL, line + 1);
    }

    /** Returns where the first member begins from {@code at} on, past blanks and empty members; {@code to} if none does. */
    private static int member(Head head, int at, int to) {
        int i = at;
        while (i < to && (head.bytes[i] == ',' || Grammar.isBlank(head.bytes[i]))) {
            i++;
        }
        return i;
    }

    /** Returns the index of the comma behind a member, or {@code to}. */
    private static int behind(Head head, int at, int to) {
        int i = at;
        while (i < to && head.bytes[i] != ',') {
            i++;
        }
        return i;
    }
}
