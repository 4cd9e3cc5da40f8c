package dev.handshake.conformance;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The octets of a case, as text of which each character is an octet (ISO 8859-1), with {@link Placeholders} in it. In the
 * files they are a list of parts: texts, <code>{"repeat": "z", "times": 17000}</code>, or <code>{"base64": "gn8="}</code>.
 * Immutable.
 */
public final class Octets {

    /** No octets. */
    public static final Octets NONE = new Octets("");

    private final String template;

    private Octets(String template) {
        this.template = template;
    }

    @JsonCreator
    static Octets ofParts(List<Object> parts) {
        StringBuilder template = new StringBuilder();
        parts.forEach(part -> template.append(text(part)));
        return of(template.toString());
    }

    private static String text(Object part) {
        if (part instanceof String text) {
            return text;
        }
        Map<?, ?> special = (Map<?, ?>) part;
        if (special.get("base64") instanceof String encoded) {
            return text(Base64.getDecoder().decode(encoded));
        }
        return String.valueOf(special.get("repeat")).repeat((Integer) special.get("times"));
    }

    /**
     * Makes octets of text.
     *
     * @param template the text, with placeholders or without
     * @return the octets
     * @throws IllegalArgumentException if a character is no octet
     */
    public static Octets of(String template) {
        if (template.chars().anyMatch(c -> c > 0xff)) {
            throw new IllegalArgumentException("a character is more than an octet");
        }
        return new Octets(template);
    }

    /**
     * Returns the octets as a text, each character one octet.
     *
     * @param octets the octets
     * @return the text
     */
    public static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /**
     * Returns the octets of a text, in which each character is one octet.
     *
     * @param text the text
     * @return the octets
     */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Returns the text with the placeholders still in it.
     *
     * @return the text
     */
    public String template() {
        return template;
    }

    /**
     * Returns the text with the placeholders replaced.
     *
     * @param placeholders the values
     * @return the text, each character one octet
     */
    public String text(Placeholders placeholders) {
        return placeholders.fill(template);
    }

    @Override
    public String toString() {
        return template;
    }
}
