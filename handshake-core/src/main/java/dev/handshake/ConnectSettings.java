package dev.handshake;

import dev.handshake.spi.TransportGroup;
import java.net.PasswordAuthentication;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** What {@code connect} needs to know beside what a handshake does. Immutable. */
record ConnectSettings(
        @Nullable TransportGroup group,
        @Nullable String transport,
        @Nullable SSLContext tls,
        @Nullable SSLParameters tlsParameters,
        @Nullable String proxyHost,
        int proxyPort,
        @Nullable Supplier<PasswordAuthentication> proxyCredentials,
        int redirects,
        @Nullable Authenticator authenticator) {

    /** Returns the group to connect with: the user's, or one that all clients share. */
    TransportGroup groupToUse() {
        if (group != null) {
            return group;
        }
        return SharedGroups.of(transport == null ? Transports.best() : Transports.named(transport));
    }
}
