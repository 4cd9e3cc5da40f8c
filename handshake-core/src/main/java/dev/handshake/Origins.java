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
    private static final int MOST_PORT_DIGITS = 5;
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
        if (same) {
            return isForHost(head, value, secure ? HTTPS : HTTP);
        }
        Pattern origin = Pattern.parsed(head.value(value));
        return origin != null && patterns.stream().anyMatch(pattern -> pattern.covers(origin));
    }

    /** Tells whether an origin is that of the host that the request is for; on octets, so that it makes no garbage. */
    private static boolean isForHost(Head head, int origin, byte[] scheme) {
        byte[] bytes = head.bytes;
        int own = head.hostFrom();
        int ownTo = own < 0 ? own : head.hostTo(own);
        if (own == ownTo || !Grammar.startsWithIgnoringCase(bytes, origin, scheme)) {
            return false;
        }
        int authority = origin + scheme.length;
        int to = head.valueTo(origin);
        if (Arrays.equals(bytes, authority, to, bytes, own, ownTo)) {
            return true;
        }
        int hostTo = Authority.hostEnd(bytes, authority, to);
        int ownHostTo = Authority.hostEnd(bytes, own, ownTo);
        if (!Grammar.sameIgnoringCase(bytes, authority, hostTo, own, ownHostTo)
                || !Authority.isValid(bytes, authority, to)) {
            return false;
        }
        int defaultPort = scheme == HTTPS ? 443 : 80;
        int port = port(bytes, hostTo, to, defaultPort);
        return port >= 0 && port == port(bytes, ownHostTo, ownTo, defaultPort);
    }

    /** Returns the port behind a host; -1 if it is none. */
    private static int port(byte[] bytes, int hostTo, int to, int defaultPort) {
        int digits = to - hostTo - 1;
        if (digits <= 0) {
            return defaultPort;
        }
        int port = digits > MOST_PORT_DIGITS ? -1 : Integer.parseInt(Grammar.text(bytes, hostTo + 1, to));
        return port > 0xffff ? -1 : port;
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
            int port = Origins.port(bytes, hostEnd, bytes.length, defaultPort(scheme));
            return port < 0 ? null : new Pattern(scheme, authority.substring(0, hostEnd), below, port);
        }

        private static int defaultPort(String scheme) {
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
