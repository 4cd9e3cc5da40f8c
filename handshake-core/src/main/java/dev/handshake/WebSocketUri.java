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
            throw wrong(uri, "its scheme is neither ws nor wss");
        }
        if (uri.getRawFragment() != null) {
            throw wrong(uri, "it has a fragment, which means nothing here (RFC 6455, 3)");
        }
        String authority = uri.getRawAuthority();
        if (authority == null || authority.isEmpty()) {
            throw wrong(uri, "it has no host");
        }
        if (authority.contains("@")) {
            throw wrong(uri, "it has user information; use an Authorization header");
        }
        int colon = authority.indexOf(':', authority.indexOf(']') + 1);
        String host = ascii(uri, colon < 0 ? authority : authority.substring(0, colon));
        String port = colon < 0 ? "" : authority.substring(colon + 1);
        if (!Authority.isValid(host)) {
            throw wrong(uri, "its host is none");
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        return new WebSocketUri(secure, host, port.isEmpty() ? secure ? 443 : 80 : number(uri, port), encoded(target));
    }

    /** Where a redirect leads to: {@code http} and {@code https} stand for {@code ws} and {@code wss}. */
    WebSocketUri resolve(String location) {
        try {
            String scheme = secure ? "https" : "http";
            URI there = new URI(scheme + "://" + authority() + target).resolve(new URI(location));
            String name = there.getScheme() == null ? "" : Grammar.lower(there.getScheme());
            String mapped = name.equals("http") ? "ws" : name.equals("https") ? "wss" : name;
            String text = there.toString();
            int fragment = text.indexOf('#');
            String plain = text.substring(text.indexOf(':'), fragment < 0 ? text.length() : fragment);
            return parse(new URI(mapped + plain));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("it is no URI", e);
        }
    }

    private static IllegalArgumentException wrong(URI uri, String why) {
        return new IllegalArgumentException("can't connect to '" + Text.shownTarget(uri.toString()) + "': " + why);
    }

    private static String ascii(URI uri, String host) {
        try {
            return Grammar.lower(host.startsWith("[") ? host : IDN.toASCII(host));
        } catch (IllegalArgumentException e) {
            throw wrong(uri, "its host is none");
        }
    }

    private static int number(URI uri, String port) {
        boolean digits = port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = digits ? Integer.parseInt(port) : 0;
        if (number < 1 || number > 65535) {
            throw wrong(uri, "its port is not 1 to 65535");
        }
        return number;
    }

    /** {@link URI} lets characters beyond ASCII stand as they are; on the wire they are percent-encoded UTF-8. */
    private static String encoded(String target) {
        return URI.create("x:" + target).toASCIIString().substring(2);
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

    /** Shows the URI for a person, without its query. */
    @Override
    public String toString() {
        return (secure ? "wss://" : "ws://") + authority() + Text.shownTarget(target);
    }
}
