package dev.handshake.conformance.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** {@code permessage-deflate}, RFC 7692, 7.1, on texts such as {@code permessage-deflate; server_max_window_bits=10}. */
final class Deflate {

    private static final String NAME = "permessage-deflate";
    private static final String BITS = "(?:8|9|1[0-5])";
    private static final String OFFERED = "(?:server|client)_no_context_takeover|server_max_window_bits=" + BITS
            + "|client_max_window_bits(?:=" + BITS + ")?";
    private static final String ANSWERED =
            "(?:server|client)_no_context_takeover|(?:server|client)_max_window_bits=" + BITS;

    private Deflate() {}

    /** Known parameters, each once, with values that they can have. */
    private static boolean isOf(String extension, String parameter) {
        List<String> names = parameters(extension).stream()
                .map(it -> it.replaceFirst("=.*", ""))
                .toList();
        return name(extension).equals(NAME)
                && parameters(extension).stream().allMatch(it -> it.matches(parameter))
                && new HashSet<>(names).size() == names.size();
    }

    /** Whether a server that can compress with any window can meet an offer. */
    static boolean isOffer(String offer) {
        return isOf(offer, OFFERED);
    }

    /** What such a server answers to an offer. */
    static String answer(String offer) {
        List<String> answer = new ArrayList<>(List.of(NAME));
        List.of("server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits=" + BITS)
                .forEach(asked -> parameters(offer).stream()
                        .filter(it -> it.matches(asked))
                        .forEach(answer::add));
        return String.join("; ", answer);
    }

    /** Whether an answer has the form of one. */
    static boolean isAnswer(String answer) {
        return isOf(answer, ANSWERED);
    }

    /** Whether an answer grants what an offer asks of the server: 7.1.1.1 and 7.1.2.1. */
    static boolean grants(String offer, String answer) {
        boolean context = !parameters(offer).contains("server_no_context_takeover")
                || parameters(answer).contains("server_no_context_takeover");
        int asked = bits(offer, "server_max_window_bits", 16);
        return context && (asked == 16 || bits(answer, "server_max_window_bits", 16) <= asked);
    }

    /** Whether an answer asks of the client no more than was offered: 7.1.2.2. */
    static boolean isWithin(String offer, String answer) {
        int asked = bits(answer, "client_max_window_bits", 0);
        return asked == 0
                || parameters(offer).contains("client_max_window_bits")
                || asked <= bits(offer, "client_max_window_bits", 0);
    }

    static String name(String extension) {
        return extension.split("; ")[0];
    }

    static boolean isDeflate(String extension) {
        return name(extension).equals(NAME);
    }

    private static List<String> parameters(String extension) {
        return Arrays.stream(extension.split("; ")).skip(1).toList();
    }

    private static int bits(String extension, String name, int none) {
        return parameters(extension).stream()
                .filter(it -> it.matches(name + "=[0-9]{1,9}"))
                .mapToInt(it -> Integer.parseInt(it.substring(name.length() + 1)))
                .findFirst()
                .orElse(none);
    }
}
