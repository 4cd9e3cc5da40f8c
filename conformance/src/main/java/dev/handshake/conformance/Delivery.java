package dev.handshake.conformance;

import dev.handshake.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/** How the octets of a case are handed over. None of it may change the outcome. */
public enum Delivery {
    /** All at once. */
    WHOLE,
    /** In single octets; in {@value #MOST_PIECES} pieces where there are more octets than that. */
    OCTETS,
    /** Cut between CR and LF, before the last octet of the head, and in the middle of the key or accept value. */
    SPLIT,
    /** All at once, with a frame behind the head. */
    BEHIND;

    static final int MOST_PIECES = 2000;

    /** A binary message of one octet, as a server sends it. */
    private static final String FRAME = "\u0082\u0001\u0000";

    /** The same as a client sends it, masked. */
    private static final String MASKED_FRAME = "\u0082\u0081\u0001\u0002\u0003\u0004\u0001";

    private static final List<String> SECRETS = List.of("\nSec-WebSocket-Key: ", "\nSec-WebSocket-Accept: ");

    /**
     * Tells whether this delivery is another one than {@link #WHOLE} for a case.
     *
     * @param it the case
     * @return false if it would prove nothing new
     */
    public boolean suits(ConformanceCase it) {
        String head = it.octets().template();
        return switch (this) {
            case WHOLE, OCTETS -> true;
            case SPLIT -> pieces(it, Placeholders.defaults()).size() > 1;
            case BEHIND ->
                it.behind() == Octets.NONE
                        && !it.end()
                        && (head.endsWith("\r\n\r\n") || head.endsWith("\n\n"))
                        && !it.acceptable().contains(Outcome.WAIT);
        };
    }

    /**
     * Takes the octets of a case apart.
     *
     * @param it the case
     * @param placeholders the values in this run
     * @return the pieces in order, each character one octet
     */
    public List<String> pieces(ConformanceCase it, Placeholders placeholders) {
        String octets = it.input(placeholders);
        return switch (this) {
            case WHOLE -> List.of(octets);
            case OCTETS -> {
                int size = (octets.length() + MOST_PIECES - 1) / MOST_PIECES;
                yield cut(octets, at -> at % size == 0);
            }
            case SPLIT -> {
                TreeSet<Integer> places =
                        places(octets, it.octets().text(placeholders).length());
                yield cut(octets, places::contains);
            }
            case BEHIND -> List.of(octets + behind(it));
        };
    }

    /**
     * Returns what lies behind the head in this delivery.
     *
     * @param it the case
     * @return the octets, beside those of the case itself
     */
    String behind(ConformanceCase it) {
        if (this != BEHIND) {
            return "";
        }
        return it.role() == Role.SERVER ? MASKED_FRAME : FRAME;
    }

    private static TreeSet<Integer> places(String octets, int headLength) {
        TreeSet<Integer> places = new TreeSet<>();
        for (int at = 1; at < headLength; at++) {
            if (octets.charAt(at - 1) == '\r' && octets.charAt(at) == '\n') {
                places.add(at);
            }
        }
        places.add(headLength - 1);
        for (String secret : SECRETS) {
            int start = octets.indexOf(secret);
            int middle = start + secret.length() + Placeholders.SAMPLE_KEY.length() / 2;
            if (start >= 0 && middle < headLength) {
                places.add(middle);
            }
        }
        places.remove(0);
        return places;
    }

    private static List<String> cut(String octets, IntPredicate before) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int at = 1; at < octets.length(); at++) {
            if (before.test(at)) {
                pieces.add(octets.substring(start, at));
                start = at;
            }
        }
        pieces.add(octets.substring(start));
        return pieces;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
