package dev.handshake.conformance.reference;

import static dev.handshake.conformance.reference.Abnf.lines;

import dev.handshake.conformance.Profile;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Origins, RFC 6454, as texts with their port always said. The connection is a plain one. */
final class ReferenceOrigins {

    private ReferenceOrigins() {}

    static boolean letIn(String head, Profile profile) {
        List<String> origins = lines(head, "Origin");
        String policy = profile.origins() == null ? "any" : profile.origins();
        if (origins.isEmpty() || policy.equals("any")) {
            return true;
        }
        String allowed = policy.equals("same") ? "http://" + RequestDemand.host(head) : policy;
        String origin = withPort(origins.get(0));
        return origins.size() == 1
                && isOrigin(origins.get(0))
                && Arrays.stream(allowed.split(" ")).anyMatch(one -> covers(withPort(one), origin));
    }

    private static boolean isOrigin(String text) {
        return text.equals("null") || text.matches("[A-Za-z][A-Za-z0-9+.-]*://" + Abnf.AUTHORITY);
    }

    private static String withPort(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        if (!lower.contains("://") || lower.matches(".*:[0-9]+")) {
            return lower;
        }
        return lower.replaceFirst(":$", "") + (lower.startsWith("https:") ? ":443" : ":80");
    }

    private static boolean covers(String allowed, String origin) {
        String all = allowed.replaceFirst("://\\*\\.", "://");
        return all.equals(allowed)
                ? allowed.equals(origin)
                : origin.startsWith(all.replaceFirst("://.*", "://"))
                        && origin.endsWith("." + all.replaceFirst(".*://", ""));
    }
}
