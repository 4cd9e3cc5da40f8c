package dev.handshake.conformance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client has offered, if the answer of a case refers to it.
 *
 * @param subprotocols the names, in order
 * @param extensions the value of {@code Sec-WebSocket-Extensions}; empty for none
 */
public record Offer(List<String> subprotocols, String extensions) {

    /** Nothing. */
    public static final Offer NONE = new Offer(null, null);

    /**
     * Makes an offer.
     *
     * @param subprotocols the names; null for none
     * @param extensions the value of the field; null for none
     */
    public Offer(@Nullable List<String> subprotocols, @Nullable String extensions) {
        this.subprotocols = subprotocols == null ? List.of() : List.copyOf(subprotocols);
        this.extensions = extensions == null ? "" : extensions;
    }
}
