package dev.handshake.cli;

import dev.handshake.ClientHandshaker;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code ws:} or {@code wss:} URL as people write it, and as the library takes it.
 *
 * @param text the URL as it was given
 * @param uri the same with all percent-encoded that a URI may not hold
 */
record WebSocketUrl(String text, URI uri) {

    private static final Pattern PARTS = Pattern.compile("((?i:wss?)://)([^/?#]*)(.*)", Pattern.DOTALL);
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^]]*]|[^:]*)(?::([0-9]*))?");
    private static final Pattern NO_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final String KEPT = "-._~:/?@!$&'()*+,;=%";

    /**
     * Checks a URL.
     *
     * @throws IllegalArgumentException if it is no URL that can be connected to; the message never shows a password
     */
    static WebSocketUrl parse(String text) {
        try {
            return new WebSocketUrl(text, uri(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(shown(text) + ": " + e.getMessage(), e);
        }
    }

    private static URI uri(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a URL is ws://HOST[:PORT][/PATH][?QUERY], or the same with wss://");
        }
        if (parts.group(2).contains("@")) {
            throw new IllegalArgumentException("a WebSocket URL has no user and password;"
                    + " to send credentials, use --header 'Authorization: ...'");
        }
        if (parts.group(3).contains("#")) {
            throw new IllegalArgumentException("a WebSocket URL has no fragment (RFC 6455, 3)");
        }
        String authority = checkedAuthority(parts.group(2));
        try {
            return new URI(parts.group(1) + authority + encoded(parts.group(3)));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e.getReason(), e);
        }
    }

    /** Has the library check the host, so that what is wrong shows before the first connection. */
    private static String checkedAuthority(String text) {
        Matcher authority = AUTHORITY.matcher(text);
        if (!authority.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a host with an optional port");
        }
        String port = authority.group(2);
        if (port != null && !port.isEmpty() && (port.length() > 5 || !isPort(Integer.parseInt(port)))) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
        String host = authority.group(1);
        String name = host.startsWith("[") ? host : ascii(host);
        ClientHandshaker.create().start(name, "/");
        return port == null ? name : name + ":" + port;
    }

    private static String ascii(String host) {
        try {
            return IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + host + "' is not a host name", e);
        }
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= 0xffff;
    }

    private static String encoded(String pathAndQuery) {
        StringBuilder encoded = new StringBuilder();
        String escaped = NO_ESCAPE.matcher(pathAndQuery).replaceAll("%25");
        for (byte octet : escaped.getBytes(StandardCharsets.UTF_8)) {
            boolean kept = octet > 0 && (Character.isLetterOrDigit(octet) || KEPT.indexOf(octet) >= 0);
            encoded.append(kept ? String.valueOf((char) octet) : String.format("%%%02X", octet));
        }
        return encoded.toString();
    }

    /** Shows the URL without its query, which may hold secrets. */
    String shown() {
        return shown(text);
    }

    /** Cuts what may hold secrets: user information, query and fragment. */
    private static String shown(String text) {
        String shown = text.replaceFirst("(?s)([?#]).*", "$1...").replaceFirst("(?s)^([^/]*://)?[^/]*@", "$1...@");
        return Escaped.text(shown);
    }
}
