package dev.handshake.cli;

import dev.handshake.ClientHandshaker;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A checked {@code ws:} URL (RFC 6455, 3), taken apart.
 *
 * @param text the URL as it was given
 * @param host a name or address to look up; without brackets
 * @param port the port, 80 unless it was given
 * @param authority the value of {@code Host}
 * @param target the request target
 */
record WebSocketUrl(String text, String host, int port, String authority, String target) {

    private static final int DEFAULT_PORT = 80;
    private static final Pattern PARTS = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)", Pattern.DOTALL);
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^]]*]|[^:]*)(?::([0-9]*))?");

    /**
     * Takes a URL apart. Characters that may not be in a target are percent-encoded; those that may stay as they are.
     *
     * @throws IllegalArgumentException if it is no URL that can be connected to; the message never shows a password
     */
    static WebSocketUrl parse(String text) {
        try {
            return parts(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(shown(text) + ": " + e.getMessage(), e);
        }
    }

    private static WebSocketUrl parts(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a URL is ws://HOST[:PORT][/PATH][?QUERY]");
        }
        checkScheme(parts.group(1).toLowerCase(Locale.ROOT));
        if (parts.group(2).contains("@")) {
            throw new IllegalArgumentException("a WebSocket URL has no user and password;"
                    + " to send credentials, use --header 'Authorization: ...'");
        }
        if (parts.group(3).contains("#")) {
            throw new IllegalArgumentException("a WebSocket URL has no fragment (RFC 6455, 3)");
        }
        Matcher authority = AUTHORITY.matcher(parts.group(2));
        if (!authority.matches()) {
            throw new IllegalArgumentException("'" + parts.group(2) + "' is not a host with an optional port");
        }
        return checked(text, host(authority.group(1)), port(authority.group(2)), target(parts.group(3)));
    }

    private static void checkScheme(String scheme) {
        if (scheme.equals("wss")) {
            throw new IllegalArgumentException("this version has no TLS yet, so it connects to ws: only");
        }
        if (!scheme.equals("ws")) {
            throw new IllegalArgumentException("a WebSocket URL begins with ws://, not with " + scheme + "://");
        }
    }

    private static String host(String host) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the URL has no host");
        }
        boolean ascii = host.chars().allMatch(c -> c < 0x80);
        try {
            return ascii ? host : IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an international host name: " + host, e);
        }
    }

    private static int port(@Nullable String digits) {
        if (digits == null || digits.isEmpty()) {
            return DEFAULT_PORT;
        }
        int port = digits.length() > 5 ? 0 : Integer.parseInt(digits);
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + digits);
        }
        return port;
    }

    private static String target(String pathAndQuery) {
        StringBuilder target = new StringBuilder(pathAndQuery.startsWith("/") ? "" : "/");
        for (byte octet : pathAndQuery.getBytes(StandardCharsets.UTF_8)) {
            if (octet > ' ' && octet <= '~') {
                target.append((char) octet);
            } else {
                target.append(String.format("%%%02X", octet));
            }
        }
        return target.toString();
    }

    /** Has the library check what will be sent. */
    private static WebSocketUrl checked(String text, String host, int port, String target) {
        String authority = port == DEFAULT_PORT ? host : host + ":" + port;
        ClientHandshaker.create().start(authority, target);
        boolean bracketed = host.startsWith("[");
        return new WebSocketUrl(text, bracketed ? host.substring(1, host.length() - 1) : host, port, authority, target);
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
