package dev.handshake;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which origins a server lets in: what keeps a page of another site from using a visitor's cookies here (RFC 6455, 10.2).
 * Only browsers send {@code Origin}, and only they are stopped by this. Immutable.
 */
public final class Origins {

    private static final byte[] HTTP = Grammar.ascii("http://");
    private static final byte[] HTTPS = Grammar.ascii("https://");
    private static final Origins ANY = new Origins(null, false, true);
    private static final Origins SAME = new Origins(List.of(), true, true);

    private final @Nullable List<Pattern> patterns;
    private final boolean same;
    private final boolean absentAllowed;

    private Origins(@Nullable List<Pattern> patterns, boolean same, boolean absentAllowed) {
        this.patterns = patterns;
        this.same = same;
        this.absentAllowed = absentAllowed;
    }

    /**
     * Lets every origin in. For servers that don't know their visitors by cookies or addresses.
     *
     * @return the setting
     */
    public static Origins any() {
        return ANY;
    }

    /**
     * Lets in the origin that the request itself is for: the scheme is that of the connection ({@code https} if it is
     * {@linkplain ConnectionInfo#secure() secure}, else {@code http}), host and port are those of {@code Host}. The
     * default. Behind a proxy that ends TLS the scheme is not what the browser saw: name the origins with {@link #allow}.
     *
     * @return the setting
     */
    public static Origins sameOrigin() {
        return SAME;
    }

    /**
     * Lets these origins in.
     *
     * @param origins such as {@code "https://a.example"} or {@code "http://localhost:3000"}; {@code "https://*.a.example"}
     *     holds for each host below {@code a.example}, but not for that itself; {@code "null"} is the origin of sandboxed
     *     and local pages
     * @return the setting
     * @throws IllegalArgumentException if one is not a scheme, a host and perhaps a port
     */
    public static Origins allow(String... origins) {
        return new Origins(Stream.of(origins).map(Pattern::of).toList(), false, true);
    }

    /**
     * Lets in requests without an {@code Origin}, which are not from a browser, or refuses them. They are let in unless
     * this is called.
     *
     * @param allowed true to let them in
     * @return a changed copy
     */
    public Origins withoutOrigin(boolean allowed) {
        return new Origins(patterns, same, allowed);
    }

    boolean permits(Head head, boolean secure) {
        int value = head.first(Field.ORIGIN);
        if (value < 0) {
            return absentAllowed;
        }
        if (patterns == null) {
            return true;
        }
        if (head.only(Field.ORIGIN) < 0) {
            return false;
        }
        String scheme = secure ? "https" : "http";
        if (same && isLiterally(head, value, secure ? HTTPS : HTTP)) {
            return true;
        }
        Pattern origin = Pattern.parsed(head.value(value));
        if (origin == null) {
            return false;
        }
        return same
                ? head.hostFrom() >= 0 && origin.equals(Pattern.parsed(scheme + "://" + head.host()))
                : patterns.stream().anyMatch(pattern -> pattern.covers(origin));
    }

    /** The usual case, without garbage: the scheme and the host, octet for octet. */
    private static boolean isLiterally(Head head, int origin, byte[] scheme) {
        byte[] bytes = head.bytes;
        int to = head.valueTo(origin);
        int hostFrom = head.hostFrom();
        int hostTo = hostFrom < 0 ? hostFrom : head.hostTo(hostFrom);
        return hostFrom < hostTo
                && Grammar.startsWith(bytes, origin, to, scheme)
                && Arrays.equals(bytes, origin + scheme.length, to, bytes, hostFrom, hostTo);
    }

    @Override
    public String toString() {
        String who = patterns == null ? "any" : same ? "same origin" : patterns.toString();
        return absentAllowed ? who : who + ", none without Origin";
    }

    /** An origin, or all origins below a domain, in lower case and with its port. */
    private record Pattern(String scheme, String host, boolean below, int port) {

        static Pattern of(String text) {
            Pattern pattern = parsed(text);
            if (pattern == null) {
                throw new IllegalArgumentException(
                        "an origin is a scheme, a host and perhaps a port, such as https://a.example or"
                                + " https://*.a.example:8443, not '" + Text.shown(text) + "'");
            }
            return pattern;
        }

        static @Nullable Pattern parsed(String text) {
            if (text.equals("null")) {
                return new Pattern("null", "", false, 0);
            }
            String lower = Grammar.lower(text);
            int colon = lower.indexOf("://");
            if (colon <= 0 || !Grammar.isToken(lower.substring(0, colon))) {
                return null;
            }
            String scheme = lower.substring(0, colon);
            String authority = lower.substring(colon + 3);
            boolean below = authority.startsWith("*.");
            if (below) {
                authority = authority.substring(2);
            }
            byte[] bytes = Grammar.ascii(authority);
            if (!Authority.isValid(authority) || authority.contains("*")) {
                return null;
            }
            int hostEnd = Authority.hostEnd(bytes, 0, bytes.length);
            int port = port(scheme, authority.substring(hostEnd));
            return port < 0 ? null : new Pattern(scheme, authority.substring(0, hostEnd), below, port);
        }

        /** The port of {@code ":port"}, or the default of the scheme if it is left out; -1 if it is none. */
        private static int port(String scheme, String text) {
            if (text.length() > 1) {
                return text.length() > 6 ? -1 : Integer.parseInt(text.substring(1));
            }
            return switch (scheme) {
                case "http", "ws" -> 80;
                case "https", "wss" -> 443;
                default -> 0;
            };
        }

        boolean covers(Pattern origin) {
            if (!below) {
                return equals(origin);
            }
            return !origin.below
                    && scheme.equals(origin.scheme)
                    && port == origin.port
                    && origin.host.endsWith("." + host);
        }
    }
}
