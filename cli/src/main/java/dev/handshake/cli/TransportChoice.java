package dev.handshake.cli;

import dev.handshake.Transports;
import dev.handshake.spi.TransportProvider;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that picks a transport. */
final class TransportChoice {

    @Option(
            names = "--transport",
            paramLabel = "TRANSPORT", // the script for shells knows values by this, so it is nobody else's
            completionCandidates = Names.class,
            description = "nio, blocking or netty; 'handshake transports' lists what there is. Default: the best one.")
    private @Nullable String name;

    /** What a shell completes it to. */
    private static final class Names implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Transports.all().stream().map(TransportProvider::name).iterator();
        }
    }

    TransportProvider provider() {
        return name == null ? Transports.best() : Transports.named(name);
    }
}
