package dev.handshake.conformance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the side under test must have read: what a server tells its user of an accepted request, and a client of an answer.
 * Null is no demand. They are only seen where the side under test is ours.
 *
 * @param target the request target, with placeholders
 * @param host the {@code Host}, with placeholders
 * @param accept the accept value, for a case with a key of its own
 * @param subprotocols those offered, in order
 * @param extensions those offered, each as in <code>x-ext; k=v; flag</code>
 * @param status the status that a client reports
 */
public record Facts(
        @Nullable String target,
        @Nullable String host,
        @Nullable String accept,
        @Nullable List<String> subprotocols,
        @Nullable List<String> extensions,
        @Nullable Integer status) {

    /** No demand. */
    public static final Facts NONE = new Facts(null, null, null, null, null, null);
}
