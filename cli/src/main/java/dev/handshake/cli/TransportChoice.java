package dev.handshake.cli;

import dev.handshake.Transports;
import dev.handshake.spi.TransportProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that picks a transport. */
final class TransportChoice {

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description = "nio, blocking or netty; 'handshake transports' lists what there is. Default: the best one.")
    private @Nullable String name;

    TransportProvider provider() {
        return name == null ? Transports.best() : Transports.named(name);
    }
}
