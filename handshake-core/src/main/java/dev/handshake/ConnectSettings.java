package dev.handshake;

import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.spi.TransportProvider;
import java.io.IOException;
import java.net.PasswordAuthentication;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** What {@code connect} needs to know beside what a handshake does. Immutable. */
record ConnectSettings(
        @Nullable TransportGroup group,
        @Nullable String transport,
        @Nullable SSLContext tls,
        SSLParameters tlsParameters,
        @Nullable String proxyHost,
        int proxyPort,
        @Nullable Supplier<PasswordAuthentication> proxyCredentials,
        int redirects,
        @Nullable Authenticator authenticator) {

    /** One for each kind of transport, for clients that bring none, as long as the process runs. */
    private static final Map<String, TransportGroup> SHARED = new HashMap<>();

    /** Tells whether this thread may wait for what {@link #groupToUse()} does. */
    boolean mayBlock() {
        if (group != null) {
            return group.mayBlock();
        }
        synchronized (SHARED) {
            return SHARED.values().stream().allMatch(TransportGroup::mayBlock);
        }
    }

    /** Returns the group to connect with: the user's, or one that all clients share. */
    TransportGroup groupToUse() throws IOException {
        if (group != null) {
            return group;
        }
        TransportProvider provider = transport == null ? Transports.best() : Transports.named(transport);
        synchronized (SHARED) {
            TransportGroup shared = SHARED.get(provider.name());
            if (shared == null) {
                shared = provider.open(TransportOptions.defaults());
                SHARED.put(provider.name(), shared);
            }
            return shared;
        }
    }
}
