package dev.handshake.interop.vectors;

import dev.handshake.interop.wire.Octets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The right accept value and the wrong ones, made from the key of a request without help from the library. */
final class Placeholders {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final Pattern KEY = Pattern.compile("(?i)\r\nSec-WebSocket-Key:[ \t]*(\\S+)[ \t]*\r\n");

    private Placeholders() {}

    static String keyOf(String request) {
        Matcher matcher = KEY.matcher(request);
        if (!matcher.find()) {
            throw new AssertionError("no key in '" + request + "'");
        }
        return matcher.group(1);
    }

    static String accept(String key) {
        return base64(sha1(Octets.of(key + GUID)));
    }

    static String fill(String text, String key) {
        String accept = accept(key);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("{ACCEPT}", accept);
        values.put("{ACCEPT_LOWER}", accept.toLowerCase(Locale.ROOT));
        values.put("{ACCEPT_NOPAD}", accept.replace("=", ""));
        values.put("{ACCEPT_URL}", accept.replace('+', '-').replace('/', '_'));
        values.put("{ACCEPT_HEX}", HexFormat.of().formatHex(sha1(Octets.of(key + GUID))));
        values.put("{ACCEPT_KEYONLY}", base64(sha1(Octets.of(key))));
        values.put("{ACCEPT_RAWKEY}", base64(sha1(Base64.getDecoder().decode(key))));
        values.put("{ACCEPT_LOWGUID}", base64(sha1(Octets.of(key + GUID.toLowerCase(Locale.ROOT)))));
        values.put("{KEY}", key);
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace(value.getKey(), value.getValue());
        }
        return filled;
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static byte[] sha1(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
