package dev.handshake.conformance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must have been agreed on, where the case lets no choice. Null is no demand.
 *
 * @param subprotocol the name; empty for none
 * @param extensions each as in <code>permessage-deflate; server_max_window_bits=10</code>; an empty list for none
 */
public record Agreed(@Nullable String subprotocol, @Nullable List<String> extensions) {

    /** No demand. */
    public static final Agreed ANYTHING = new Agreed(null, null);
}
