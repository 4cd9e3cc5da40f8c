package dev.handshake;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client's engine needs to know. Immutable, shared by all its handshakes.
 *
 * @param fields what every request says behind its key, unless something is changed for it
 */
record ClientSettings(
        Limits limits,
        List<String> subprotocols,
        List<ExtensionNegotiator> extensions,
        List<Extension> offers,
        @Nullable String origin,
        Headers headers,
        List<Consumer<Headers.Builder>> decorators,
        byte[] fields) {

    ClientSettings(
            Limits limits,
            List<String> subprotocols,
            List<ExtensionNegotiator> extensions,
            List<Extension> offers,
            @Nullable String origin,
            Headers headers,
            List<Consumer<Headers.Builder>> decorators) {
        this(
                limits,
                subprotocols,
                extensions,
                offers,
                origin,
                headers,
                decorators,
                UpgradeRequest.fields(origin, subprotocols, offers, new Headers.Builder(true).addAll(headers)));
    }

    /** Returns the fields of one request, for which some are left out, added or decided on. */
    byte[] fields(boolean credentials, @Nullable String authorization) {
        if (credentials && authorization == null && decorators.isEmpty()) {
            return fields;
        }
        Headers.Builder more = new Headers.Builder(true).addAll(headers);
        decorators.forEach(decorator -> decorator.accept(more));
        if (!credentials) {
            more.remove("Authorization").remove("Cookie").remove("Proxy-Authorization");
        }
        if (authorization != null) {
            more.set("Authorization", authorization);
        }
        return UpgradeRequest.fields(origin, subprotocols, offers, more);
    }
}
