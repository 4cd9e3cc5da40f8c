package dev.handshake.cli;

import dev.handshake.ClientHandshaker;
import dev.handshake.spi.TransportProvider;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how a URL is asked for. */
final class ClientOptions {

    private static final String DEFLATE = "permessage-deflate; client_max_window_bits";

    /** Takes any parameters that a server can ask for, since there are some that ask only for what was offered. */
    private static final String ECHO_DEFLATE =
            DEFLATE + ", permessage-deflate; client_no_context_takeover; client_max_window_bits";

    @Mixin
    private TransportChoice transport;

    @Option(
            names = "--subprotocol",
            paramLabel = "NAME",
            split = ",",
            description = "The subprotocols to ask for, the most wanted first.")
    private @Nullable List<String> subprotocols;

    @Option(
            names = "--deflate",
            negatable = true,
            description = "Short for --extension '" + DEFLATE + "'; offered before others. With 'connect --echo', it is"
                    + " offered with every parameter, unless --no-deflate is given.")
    private @Nullable Boolean deflate;

    @Option(
            names = "--extension",
            paramLabel = "OFFER",
            description = "Offer an extension, in these words. May be given several times.")
    private List<String> extensions = List.of();

    @Option(
            names = "--header",
            paramLabel = "'NAME: VALUE'",
            description = "Send this header line, too. May be given several times.")
    private List<String> headers = List.of();

    @Option(names = "--origin", paramLabel = "ORIGIN", description = "Send this Origin, as a browser would.")
    private @Nullable String origin;

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            converter = ProxyUrl.Converter.class,
            description =
                    "Go through the HTTP proxy http://HOST:PORT, by CONNECT; http://USER:PASSWORD@HOST:PORT if it asks"
                            + " who comes.")
    private @Nullable ProxyUrl proxy;

    @Option(
            names = "--follow",
            paramLabel = "N",
            defaultValue = "0",
            description = "Follow at most so many redirects, never from wss to ws. Default: none.")
    private int redirects;

    @ArgGroup(exclusive = true)
    private @Nullable Trust trust;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = Durations.class,
            description =
                    "The time for each URL, from looking up its name to the end of the handshake, such as 30s, 500ms"
                            + " or 2m. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    TransportProvider provider() {
        return transport.provider();
    }

    Duration timeout() {
        return timeout;
    }

    /** Says what is risky about the options. */
    void warn(Console console) {
        if (trust != null && trust.insecure) {
            console.error("warning: --insecure takes whoever answers for the one that was asked for");
        }
    }

    ClientHandshaker.Builder handshaker(boolean echo) {
        ClientHandshaker.Builder builder =
                ClientHandshaker.builder().timeout(timeout).followRedirects(redirects);
        if (subprotocols != null) {
            builder.subprotocols(subprotocols.toArray(String[]::new));
        }
        if (deflate == null ? echo : deflate) {
            builder.offer(echo ? ECHO_DEFLATE : DEFLATE);
        }
        extensions.forEach(builder::offer);
        headers.stream().map(HeaderLine::parse).forEach(line -> builder.header(line.name(), line.value()));
        if (origin != null) {
            builder.origin(origin);
        }
        if (proxy != null) {
            proxy.applyTo(builder);
        }
        SSLContext tls = trust == null ? null : trust.context();
        if (tls != null) {
            builder.tls(tls);
        }
        builder.build();
        return builder;
    }
}
