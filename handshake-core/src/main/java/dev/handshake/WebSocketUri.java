package dev.handshake;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

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

    /**
     * Where a redirect leads to (RFC 9110, 10.2.2; RFC 3986, 5.2): {@code http} and {@code https} stand for {@code ws} and
     * {@code wss}. The JDK follows RFC 2396, which leaves dots in front, and takes empty segments away.
     */
    WebSocketUri resolve(String location) {
        if (!location.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw wrong("there are characters in it that no URI has");
        }
        try {
            URI there = new URI(location);
            if (there.getScheme() != null || there.getRawAuthority() != null) {
                WebSocketUri other = parse(new URI(scheme(there) + ":" + there.getRawSchemeSpecificPart()));
                return other.withTarget(withoutDots(other.target));
            }
            String path = target.replaceFirst("\\?.*", "");
            String query = there.getRawQuery() == null ? "" : "?" + there.getRawQuery();
            if (there.getRawPath().isEmpty()) {
                return query.isEmpty() ? this : withTarget(path + query);
            }
            String directory = there.getRawPath().startsWith("/") ? "" : path.substring(0, path.lastIndexOf('/') + 1);
            return withTarget(withoutDots(directory + there.getRawPath() + query));
        } catch (URISyntaxException e) {
            throw wrong("it is no URI");
        }
    }

    private String scheme(URI there) {
        String scheme = there.getScheme() == null ? secure ? "wss" : "ws" : Grammar.lower(there.getScheme());
        return scheme.equals("http") ? "ws" : scheme.equals("https") ? "wss" : scheme;
    }

    private WebSocketUri withTarget(String other) {
        return new WebSocketUri(secure, host, port, other);
    }

    /** Takes the segments of dots out of the path of a target, RFC 3986, 5.2.4. */
    private static String withoutDots(String target) {
        String path = target.replaceFirst("\\?.*", "");
        List<String> kept = new ArrayList<>();
        String last = "";
        for (String segment : path.substring(1).split("/", -1)) {
            if (segment.equals("..") && !kept.isEmpty()) {
                kept.remove(kept.size() - 1);
            } else if (!segment.equals("..") && !segment.equals(".")) {
                kept.add(segment);
            }
            last = segment;
        }
        if (last.equals(".") || last.equals("..")) {
            kept.add("");
        }
        return "/" + String.join("/", kept) + target.substring(path.length());
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
