package dev.handshake;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a server's engine needs to know. Immutable, shared by all its handshakes. */
record ServerSettings(
        Limits limits,
        int relaxations,
        Origins origins,
        Subprotocols subprotocols,
        List<ExtensionNegotiator> extensions,
        List<Decorator> decorators,
        @Nullable Function<? super HandshakeRequest, HandshakeResponse> fallback,
        boolean keepAlive,
        @Nullable String serverName,
        Refusals refusals) {

    /** Tells whether a quirk is put up with, and if it is, notes that this head needed it. */
    boolean relaxed(Head head, Relaxation relaxation) {
        boolean allowed = (relaxations & relaxation.bit()) != 0;
        if (allowed) {
            head.relaxations |= relaxation.bit();
        }
        return allowed;
    }
}
