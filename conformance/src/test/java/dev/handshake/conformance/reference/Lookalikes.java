package dev.handshake.conformance.reference;

import dev.handshake.conformance.Octets;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** What a peer does that compares text where the RFCs compare octets. */
final class Lookalikes {

    private Lookalikes() {}

    /** Takes octets for UTF-8, and letters and digits for those of ASCII that they resemble. */
    static String folded(String octets) {
        String text = new String(Octets.bytes(octets), StandardCharsets.UTF_8);
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .replace('\u0131', 'i')
                .replace('\u0130', 'I')
                .replace('\u0430', 'a')
                .replace('\u0435', 'e');
        StringBuilder ascii = new StringBuilder();
        folded.chars().forEach(c -> ascii.append((char) (Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)));
        return Octets.text(ascii.toString().getBytes(StandardCharsets.UTF_8));
    }
}
