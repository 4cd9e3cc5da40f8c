package dev.handshake;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * What a {@code ws:} or {@code wss:} URI says, RFC 6455, 3.
 *
 * @param secure whether the scheme is {@code wss}
 * @param host a name or address in ASCII, in lower case, in brackets if IPv6
 * @param port the port, the scheme's default if none is named
 * @param target the path and query, percent-encoded, at least {@code "/"}
 */
record WebSocketUri(boolean secure, String host, int port, String target) {

    /** Parses a URI; an {@link IllegalArgumentException} says what is wrong with it. */
    static WebSocketUri parse(URI uri) {
        String scheme = uri.getScheme() == null ? "" : Grammar.lower(uri.getScheme());
        boolean secure = scheme.equals("wss");
        if (!secure && !scheme.equals("ws")) {
            throw wrong("its scheme is '" + Text.shown(scheme) + "', neither ws nor wss");
        }
        if (uri.getRawFragment() != null) {
            throw wrong("it has a fragment, which means nothing here (RFC 6455, 3)");
        }
        String authority = uri.getRawAuthority();
        if (authority == null || authority.isEmpty()) {
            throw wrong("it has no host");
        }
        if (authority.contains("@")) {
            // Not shown, since it may hold a password.
            throw wrong("it has user information; use an Authorization header");
        }
        int colon = authority.indexOf(':', authority.indexOf(']') + 1);
        String host = host(colon < 0 ? authority : authority.substring(0, colon));
        String port = colon < 0 ? "" : authority.substring(colon + 1);
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        return new WebSocketUri(secure, host, port.isEmpty() ? secure ? 443 : 80 : number(port), encoded(target));
    }

    /** Where a redirect leads to (RFC 9110, 10.2.2): {@code http} and {@code https} stand for {@code ws} and {@code wss}. */
    WebSocketUri resolve(String location) {
        if (!location.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw wrong("there are characters in it that no URI has");
        }
        try {
            URI there = new URI(location);
            boolean here = there.getScheme() == null && there.getRawAuthority() == null;
            if (here && there.getRawPath().isEmpty()) {
                // RFC 3986, 5.3; the JDK follows RFC 2396 here, which took away the last segment.
                String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
                String query =
                        there.getRawQuery() != null ? "?" + there.getRawQuery() : target.substring(path.length());
                return new WebSocketUri(secure, host, port, path + query);
            }
            URI resolved = new URI((secure ? "https://" : "http://") + authority() + target).resolve(there);
            String scheme = Grammar.lower(resolved.getScheme());
            String mapped = scheme.equals("http") ? "ws" : scheme.equals("https") ? "wss" : scheme;
            return parse(new URI(
                    mapped + resolved.toString().substring(scheme.length()).replaceFirst("#.*", "")));
        } catch (URISyntaxException e) {
            throw wrong("it is no URI");
        }
    }

    private static IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("no WebSocket can be opened at that URI: " + why);
    }

    private static String host(String text) {
        try {
            String host = Grammar.lower(text.startsWith("[") ? text : IDN.toASCII(text));
            byte[] octets = Grammar.ascii(host);
            if (host.chars().allMatch(c -> c < 0x80)
                    && octets.length > 0
                    && Authority.hostEnd(octets, 0, octets.length) == octets.length) {
                return host;
            }
        } catch (IllegalArgumentException e) {
            // Not a name that can be written in ASCII.
        }
        throw wrong("its host is none: '" + Text.shown(text) + "'");
    }

    private static int number(String port) {
        boolean digits = port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = digits ? Integer.parseInt(port) : 0;
        if (number < 1 || number > 65535) {
            throw wrong("its port is not 1 to 65535");
        }
        return number;
    }

    /** {@link URI} lets characters beyond ASCII stand as they are; on the wire they are percent-encoded UTF-8. */
    private static String encoded(String target) {
        String anyHost = "x://x";
        return URI.create(anyHost + target).toASCIIString().substring(anyHost.length());
    }

    /** Returns the host without the brackets of an IPv6 address, to look up or to verify. */
    String name() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Returns the value of {@code Host}: the port only if it is not the scheme's default. */
    String authority() {
        return port == (secure ? 443 : 80) ? host : host + ":" + port;
    }

    boolean hasOriginOf(WebSocketUri other) {
        return secure == other.secure && host.equals(other.host) && port == other.port;
    }

    /** Returns the whole URI. */
    String full() {
        return (secure ? "wss://" : "ws://") + authority() + target;
    }
}
