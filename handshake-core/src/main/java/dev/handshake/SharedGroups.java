package dev.handshake;

import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.spi.TransportProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The groups that clients connect with who bring none: one for each kind of transport, for as long as the process runs. */
final class SharedGroups {

    private static final Map<String, TransportGroup> OPEN = new ConcurrentHashMap<>();

    private SharedGroups() {}

    static TransportGroup of(TransportProvider provider) {
        return OPEN.computeIfAbsent(provider.name(), name -> {
            try {
                return provider.open(TransportOptions.defaults());
            } catch (IOException e) {
                throw new UncheckedIOException("transport '" + name + "' could not be started", e);
            }
        });
    }
}
