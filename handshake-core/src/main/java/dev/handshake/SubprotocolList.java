package dev.handshake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** The grammar of {@code Sec-WebSocket-Protocol}, RFC 6455, 4.1 and 11.3.4: tokens, each named once. */
final class SubprotocolList {

    /** Up to so many tokens are compared with each other in place; more go through a set, so that time stays linear. */
    private static final int FEW = 16;

    private SubprotocolList() {}

    /** Tells whether all lines together are a list of at least one token, all different. Few tokens make no garbage. */
    static boolean isValid(Head head) {
        Members members = new Members(head, Field.SEC_WEBSOCKET_PROTOCOL);
        int count = 0;
        while (members.next()) {
            if (!members.isToken() || count++ < FEW && isAmongEarlier(head, members)) {
                return false;
            }
        }
        return count > 0 && (count <= FEW || new HashSet<>(of(head)).size() == count);
    }

    private static boolean isAmongEarlier(Head head, Members member) {
        Members earlier = new Members(head, Field.SEC_WEBSOCKET_PROTOCOL);
        while (earlier.next() && earlier.from < member.from) {
            if (Arrays.equals(head.bytes, earlier.from, earlier.to, head.bytes, member.from, member.to)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the members in order; only if {@link #isValid} is this what the peer meant. */
    static List<String> of(Head head) {
        List<String> found = new ArrayList<>();
        Members members = new Members(head, Field.SEC_WEBSOCKET_PROTOCOL);
        while (members.next()) {
            found.add(members.toString());
        }
        return found;
    }
}
