package dev.handshake;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a client's engine needs to know. Immutable, shared by all its handshakes. */
record ClientSettings(
        Limits limits,
        List<String> subprotocols,
        List<ExtensionNegotiator> extensions,
        List<Extension> offers,
        @Nullable String origin,
        Headers headers,
        List<Consumer<Headers.Builder>> decorators) {}
