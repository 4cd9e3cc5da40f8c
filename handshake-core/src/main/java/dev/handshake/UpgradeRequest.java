package dev.handshake;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Renders what a client asks with (RFC 6455, 4.1): constants with the target, the host and a fresh key between them, and
 * behind these the fields that are the same for every request of a client.
 */
final class UpgradeRequest {

    private static final byte[] METHOD = Grammar.ascii("GET ");
    private static final byte[] VERSION = Grammar.ascii(" HTTP/1.1\r\nHost: ");
    private static final byte[] UPGRADE =
            Grammar.ascii("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ");
    private static final byte[] LINE_END = Grammar.ascii("\r\n");

    /** All of the request, not to be changed any more. */
    final byte[] octets;

    private final int key;

    /**
     * Renders a request.
     *
     * @param target a valid one
     * @param host a valid one
     * @param fields of {@link #fields}
     */
    UpgradeRequest(String target, String host, byte[] fields) {
        int constants = METHOD.length + VERSION.length + UPGRADE.length + LINE_END.length;
        octets = new byte[constants + target.length() + host.length() + SecWebSocketKey.TEXT_BYTES + fields.length];
        int at = add(METHOD, 0);
        at = add(target, at);
        at = add(VERSION, at);
        at = add(host, at);
        key = add(UPGRADE, at);
        SecWebSocketKey.generate(octets, key);
        at = add(LINE_END, key + SecWebSocketKey.TEXT_BYTES);
        add(fields, at);
    }

    private int add(byte[] part, int at) {
        System.arraycopy(part, 0, octets, at, part.length);
        return at + part.length;
    }

    /** What is deprecated takes one octet a character, as it should here. */
    @SuppressWarnings("deprecation")
    private int add(String part, int at) {
        part.getBytes(0, part.length(), octets, at);
        return at + part.length();
    }

    /** Returns the value of {@code Sec-WebSocket-Accept} that answers this request. */
    byte[] accept() {
        byte[] accept = new byte[SecWebSocketKey.ACCEPT_BYTES];
        SecWebSocketKey.accept(octets, key, key + SecWebSocketKey.TEXT_BYTES, accept, 0);
        return accept;
    }

    /** Renders the fields behind the key, and the empty line. An {@code Origin} of the settings goes before any other. */
    static byte[] fields(
            @Nullable String origin, List<String> subprotocols, List<Extension> offers, Headers.Builder more) {
        HeadWriter writer = new HeadWriter().field("Sec-WebSocket-Version", "13");
        if (origin != null) {
            more.remove("Origin");
            writer.field("Origin", origin);
        }
        if (!subprotocols.isEmpty()) {
            writer.field("Sec-WebSocket-Protocol", String.join(", ", subprotocols));
        }
        if (!offers.isEmpty()) {
            String offered = offers.stream().map(Extension::toString).collect(Collectors.joining(", "));
            writer.field("Sec-WebSocket-Extensions", offered);
        }
        return more.writeTo(writer).head().bytes;
    }
}
