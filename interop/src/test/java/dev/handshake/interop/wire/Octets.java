package dev.handshake.interop.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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

    /**
     * Where to cut so many octets in two: everywhere, or if that is more than {@code most} places, spread evenly over even
     * and odd ones.
     */
    public static List<Integer> cuts(int length, int most) {
        int step = (length - 1) / most | 1;
        return IntStream.iterate(1, at -> at < length, at -> at + step).boxed().toList();
    }

    /** Each octet in a piece of its own. */
    public static List<String> single(String octets) {
        List<String> pieces = new ArrayList<>(octets.length());
        for (int i = 0; i < octets.length(); i++) {
            pieces.add(octets.substring(i, i + 1));
        }
        return pieces;
    }

    /** In pieces of the same size, one octet or, where there would be more than {@code most} pieces, larger. */
    public static List<String> dribbled(String octets, int most) {
        int size = (octets.length() - 1) / most + 1;
        return IntStream.iterate(0, at -> at < octets.length(), at -> at + size)
                .mapToObj(at -> octets.substring(at, Math.min(at + size, octets.length())))
                .toList();
    }
}
