package dev.handshake.cli;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.HandshakeReport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.spi.TransportProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does the opening handshake with each URL in turn, and closes the connection again. */
@Command(
        name = "connect",
        sortOptions = false,
        sortSynopsis = false,
        description = "Does the opening handshake with each URL in turn, and shows request, response and verdict.",
        exitCodeListHeading = Common.EXIT_CODES,
        exitCodeList = {
            "0:all opened",
            "1:a handshake failed, or the proxy declined",
            "2:wrong usage; all arguments are checked before the first connection",
            "3:a peer was not reached (name, connection, proxy's connection, TLS); goes before 1"
        },
        footer = {
            "%nWith --json, \"failure\" is the rule that was broken, such as BAD_SEC_ACCEPT, or NOT_REACHED; null if there is"
                    + " none, because it opened or the connection was lost. \"phase\" is how far it came: CONNECT, PROXY, TLS, REQUEST"
                    + " or RESPONSE.",
            "%nExample:",
            "  handshake connect --subprotocol chat --deflate ws://127.0.0.1:8080/room?id=1",
            "  handshake connect --json --header 'Authorization: Bearer ...' wss://a.example",
            "  handshake connect --proxy http://proxy.example:3128 --follow 3 wss://a.example"
        })
final class ConnectCommand implements Callable<Integer> {

    private static final String DEFLATE = "permessage-deflate; client_max_window_bits";

    @Parameters(paramLabel = "URL", arity = "1..*", description = "ws://HOST[:PORT][/PATH][?QUERY], or with wss://")
    private List<String> urls = List.of();

    @Mixin
    private TransportChoice transport;

    @Option(
            names = "--subprotocol",
            paramLabel = "NAME",
            split = ",",
            description = "The subprotocols to ask for, the most wanted first.")
    private @Nullable List<String> subprotocols;

    @Option(names = "--deflate", description = "Short for --extension '" + DEFLATE + "'; offered before others.")
    private boolean deflate;

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

    @Mixin
    private Common common;

    private final Console console;

    ConnectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<WebSocketUrl> checkedUrls =
                common.checked(() -> urls.stream().map(WebSocketUrl::parse).toList());
        ClientHandshaker.Builder builder = common.checked(this::handshaker);
        TransportProvider provider = common.checked(transport::provider);
        if (trust != null && trust.insecure) {
            console.error("warning: --insecure takes whoever answers for the one that was asked for");
        }
        int exitCode = ExitCode.DONE;
        try (TransportGroup group = provider.open(TransportOptions.defaults())) {
            builder.group(group);
            for (WebSocketUrl url : checkedUrls) {
                if (url != checkedUrls.get(0) && !common.json) {
                    console.print("");
                }
                Attempt attempt = attempt(builder, url);
                show(attempt);
                exitCode = Math.max(exitCode, attempt.exitCode());
            }
        }
        return exitCode;
    }

    private static Attempt attempt(ClientHandshaker.Builder builder, WebSocketUrl url) {
        long beganNanos = System.nanoTime();
        // Each is there before the result is.
        List<HandshakeReport> reports = new CopyOnWriteArrayList<>();
        Established established = null;
        IOException failure = null;
        try {
            established = builder.listener(reports::add).build().connect(url.uri());
            established.transport().close();
        } catch (IOException e) {
            failure = e;
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - beganNanos);
        return new Attempt(url, duration, List.copyOf(reports), established, failure);
    }

    private ClientHandshaker.Builder handshaker() {
        ClientHandshaker.Builder builder =
                ClientHandshaker.builder().timeout(timeout).followRedirects(redirects);
        if (subprotocols != null) {
            builder.subprotocols(subprotocols.toArray(String[]::new));
        }
        if (deflate) {
            builder.offer(DEFLATE);
        }
        extensions.forEach(builder::offer);
        headers.forEach(line -> addHeader(builder, line));
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

    private static void addHeader(ClientHandshaker.Builder builder, String line) {
        int colon = HeaderLine.colon(line);
        builder.header(line.substring(0, colon), line.substring(colon + 1).strip());
    }

    private void show(Attempt attempt) {
        console.print(common.json ? ConnectReports.json(attempt) : ConnectReports.text(attempt));
        IOException failure = attempt.failure();
        if (failure != null) {
            console.error(attempt.url().shown() + ": " + failure.getMessage());
            if (common.verbose) {
                console.trace(failure);
            }
        }
    }
}
