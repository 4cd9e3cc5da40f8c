package dev.handshake.conformance;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in braces in the octets of a case, with its value in one run. Accept values are made here, without help from
 * the library that may be under test. Immutable.
 */
public final class Placeholders {

    /** The key of the example in RFC 6455, 1.3. */
    public static final String SAMPLE_KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Z][A-Z0-9_]*)}");
    private static final Pattern KEY = Pattern.compile("(?i)\\nSec-WebSocket-Key:[ \\t]*([^\\r\\n]*?)[ \\t]*\\r?\\n");
    private static final Placeholders DEFAULTS = ofServer("http", "localhost:8080", "/ws", SAMPLE_KEY);

    private final Map<String, String> values;

    private Placeholders(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Returns the values with which cases run where there is no address: the target {@code /ws} at {@code localhost:8080},
     * and the key of the RFC's example.
     *
     * @return the values
     */
    public static Placeholders defaults() {
        return DEFAULTS;
    }

    /**
     * Returns the values for a server under test.
     *
     * @param scheme {@code http} or {@code https}
     * @param host what {@code Host} says, with the port if it is not the scheme's own
     * @param target the path and query
     * @param key the key of this attempt
     * @return the values
     */
    public static Placeholders ofServer(String scheme, String host, String target, String key) {
        Map<String, String> values = ofKey(key);
        values.put("SCHEME", scheme);
        values.put("HOST", host);
        values.put("HOSTNAME", host.replaceFirst(":\\d*$", ""));
        values.put("TARGET", target);
        values.put("PATH", target.replaceFirst("\\?.*$", ""));
        return new Placeholders(values);
    }

    /**
     * Returns the values for a client under test.
     *
     * @param request what the client sent
     * @return the values; all of an empty key if the request has none
     */
    public static Placeholders ofRequest(String request) {
        return new Placeholders(ofKey(keyOf(request)));
    }

    /**
     * Finds the key in a request.
     *
     * @param request the head
     * @return the value of the first {@code Sec-WebSocket-Key}, empty if there is none
     */
    public static String keyOf(String request) {
        Matcher matcher = KEY.matcher(request);
        return matcher.find() ? matcher.group(1) : "";
    }

    /**
     * Returns what a server answers to a key (RFC 6455, 4.2.2, 5.4).
     *
     * @param key the key
     * @return the value of {@code Sec-WebSocket-Accept}
     */
    public static String accept(String key) {
        return base64(sha1(Octets.bytes(key + GUID)));
    }

    private static Map<String, String> ofKey(String key) {
        String accept = accept(key);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("KEY", key);
        values.put("ACCEPT", accept);
        values.put("ACCEPT_LOWER", accept.toLowerCase(Locale.ROOT));
        values.put("ACCEPT_NOPAD", accept.replace("=", ""));
        values.put("ACCEPT_URL", accept.replace('+', '-').replace('/', '_'));
        values.put("ACCEPT_HEX", HexFormat.of().formatHex(sha1(Octets.bytes(key + GUID))));
        values.put("ACCEPT_KEYONLY", base64(sha1(Octets.bytes(key))));
        values.put("ACCEPT_RAWKEY", base64(sha1(decoded(key))));
        values.put("ACCEPT_LOWGUID", base64(sha1(Octets.bytes(key + GUID.toLowerCase(Locale.ROOT)))));
        return values;
    }

    /** A client under test may send anything. */
    private static byte[] decoded(String key) {
        try {
            return Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
            return Octets.bytes(key);
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static byte[] sha1(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /**
     * Replaces the placeholders in a text. Braces around anything else stay.
     *
     * @param template the text
     * @return the text with their values
     */
    public String fill(String template) {
        return PLACEHOLDER.matcher(template).replaceAll(found -> {
            String value = values.getOrDefault(found.group(1), found.group());
            return Matcher.quoteReplacement(value);
        });
    }
}
