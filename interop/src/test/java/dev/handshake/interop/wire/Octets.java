package dev.handshake.interop.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Octets as text and in pieces; one character of a text is one octet. */
public final class Octets {

    private Octets() {}

    public static byte[] of(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    public static String text(ByteBuffer octets) {
        return StandardCharsets.ISO_8859_1.decode(octets.duplicate()).toString();
    }

    /** The octets in two pieces, of which the first has {@code at}. */
    public static List<String> split(String octets, int at) {
        return List.of(octets.substring(0, at), octets.substring(at));
    }

    /** Each octet in a piece of its own. */
    public static List<String> single(String octets) {
        List<String> pieces = new ArrayList<>(octets.length());
        for (int i = 0; i < octets.length(); i++) {
            pieces.add(octets.substring(i, i + 1));
        }
        return pieces;
    }
}
