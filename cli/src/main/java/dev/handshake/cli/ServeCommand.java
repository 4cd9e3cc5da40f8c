package dev.handshake.cli;

import dev.handshake.HandshakeServer;
import dev.handshake.Limits;
import dev.handshake.ListenOptions;
import dev.handshake.Origins;
import dev.handshake.PermessageDeflate;
import dev.handshake.Relaxation;
import dev.handshake.ServerHandshaker;
import dev.handshake.Subprotocols;
import dev.handshake.messages.WebSocket;
import dev.handshake.messages.WebSocketOptions;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.spi.TransportProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Accepts WebSockets until it is interrupted, and tells of each handshake. */
@Command(
        name = "serve",
        sortOptions = false,
        sortSynopsis = false,
        description = {
            "Accepts WebSockets, and prints a line for each handshake.",
            "Over an open connection, each message is answered with the same, until the peer closes. Ctrl-C ends it all.",
            "In a browser, the same port shows the inspector: what each rule found in the last handshakes.",
            "With --json, the first object has the URLs: \"listening\", and \"inspector\" or null; and \"transport\"."
        },
        exitCodeListHeading = Common.EXIT_CODES,
        exitCodeList = {
            "1:the port could not be bound, or no certificate made",
            "2:wrong usage",
            "130, 143:ended by Ctrl-C, SIGTERM"
        },
        footer = {
            "%nExample:",
            "  handshake serve --port 8080 --subprotocol chat --origin https://app.example",
            "then in another terminal:",
            "  handshake connect --subprotocol chat --send Hello ws://127.0.0.1:8080/",
            "With TLS, on the same port:",
            "  handshake serve --tls",
            "  handshake connect --insecure wss://127.0.0.1:8080/"
        })
final class ServeCommand implements Callable<Integer> {

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "The address to listen on; 0.0.0.0 is all of them. Default: ${DEFAULT-VALUE}.")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The port; 0 is any free one, named in the first line. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Mixin
    private TransportChoice transport;

    @Option(
            names = "--subprotocol",
            paramLabel = "NAME",
            split = ",",
            description = "The subprotocols to speak, the most wanted first. Default: none.")
    private @Nullable List<String> subprotocols;

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            split = ",",
            defaultValue = "same",
            description = "Who may come with a browser: any, same (the page's host is the one asked for), or origins"
                    + " such as https://app.example or https://*.app.example. Default: ${DEFAULT-VALUE}.")
    private List<String> origins;

    @Option(
            names = "--deflate",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Agree to permessage-deflate (compression), with any parameters; --no-deflate does not.")
    private boolean deflate;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = Durations.class,
            description = "The time for a whole handshake, such as 30s, 500ms or 2m. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Option(
            names = "--max-head-bytes",
            paramLabel = "N",
            defaultValue = "16384",
            description = "The largest request head. Default: ${DEFAULT-VALUE}.")
    private int maxHeadBytes;

    @Option(
            names = "--keep-alive",
            description = "Keep a connection after a refusal, so that the client may try again.")
    private boolean keepAlive;

    @Option(
            names = "--relax",
            paramLabel = "NAME",
            split = ",",
            description = "Put up with quirks of clients: ${COMPLETION-CANDIDATES}.")
    private List<Relaxation> relaxations = List.of();

    @Mixin
    private Identity identity;

    @Option(
            names = "--proxy-protocol",
            paramLabel = "ADDRESS",
            split = ",",
            description =
                    "Expect the PROXY protocol, version 1 or 2, from these load balancers, such as 10.0.0.0/8 or ::1,"
                            + " and take the client's address from it. Default: from none.")
    private String @Nullable [] proxies;

    @Option(
            names = "--inspector",
            paramLabel = "WHO",
            completionCandidates = Audiences.class,
            defaultValue = "local",
            description =
                    "Who may see the last handshakes at http://HOST:PORT/ in a browser: local (this machine), any, or"
                            + " off. Secrets are not shown, but addresses and paths are. While it is on, the path "
                            + Inspector.REJECTED_TARGET + " is turned down, for trial. Default: ${DEFAULT-VALUE}.")
    private Audience audience;

    @Mixin
    private MessageChoice messages;

    @Mixin
    private Common common;

    /** Who may see the inspector's page. */
    enum Audience {
        LOCAL,
        ANY,
        OFF
    }

    /** As they are written in the help. */
    private static final class Audiences implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Stream.of(Audience.values())
                    .map(audience -> audience.name().toLowerCase(Locale.ROOT))
                    .iterator();
        }
    }

    private final Console console;

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ServerHandshaker handshaker = common.checked(this::handshaker);
        TransportProvider provider = common.checked(transport::provider);
        InetSocketAddress address = common.checked(this::address);
        SSLContext tls = common.checked(() -> identity.context(host));
        ListenOptions options = common.checked(() -> options(tls));
        WebSocketOptions echo = common.checked(messages::options);
        try (TransportGroup group = provider.open(TransportOptions.defaults())) {
            // Handshakes wait for the console, so that none is told of before the first line.
            synchronized (console) {
                int bound = listen(handshaker, group, address, options, echo);
                console.print(announcement(address.getAddress(), bound, provider.name()));
            }
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    private String announcement(InetAddress listening, int bound, String transport) {
        String url = (identity.given() ? "wss://" : "ws://") + Addresses.text(listening, bound) + "/";
        // A browser on this machine is there even where all addresses are listened at.
        InetAddress near = listening.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listening;
        String page = audience == Audience.OFF ? null : "http://" + Addresses.text(near, bound) + "/";
        if (common.json) {
            return JsonLine.of(json -> {
                json.writeStringField("listening", url);
                json.writeStringField("transport", transport);
                JsonLine.text(json, "inspector", page);
            });
        }
        return "listening on " + url + " (transport " + transport + ")"
                + (page == null ? "" : ", inspector at " + page);
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(host, Addresses.port(port));
    }

    private ListenOptions options(@Nullable SSLContext tls) {
        ListenOptions options = tls == null
                ? ListenOptions.defaults()
                : ListenOptions.defaults().tls(tls);
        return proxies == null ? options : options.proxyProtocol(proxies);
    }

    /** Listens until the group is closed, and returns the port. */
    private int listen(
            ServerHandshaker handshaker,
            TransportGroup group,
            InetSocketAddress address,
            ListenOptions options,
            WebSocketOptions echo)
            throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException("cannot listen on " + host + ": no address has this name");
        }
        try {
            HandshakeServer server = handshaker.listen(
                    group, address, options, open -> WebSocket.over(open, echo).forEach(WebSocket::sendAsync));
            return server.port();
        } catch (IOException e) {
            boolean taken = String.valueOf(e.getMessage()).contains("in use");
            throw new IOException(
                    "cannot listen on " + Addresses.text(address) + ": " + e.getMessage()
                            + (taken ? "; --port=0 takes a free one" : ""),
                    e);
        }
    }

    private ServerHandshaker handshaker() {
        if (audience == Audience.OFF) {
            ServeReports reports = new ServeReports(console, common.json, null);
            return builder().listener(reports).explain(common.json).build();
        }
        Inspector inspector = new Inspector(builder().build(), host, audience == Audience.ANY);
        return builder()
                .listener(new ServeReports(console, common.json, inspector))
                .explain(true)
                .fallback(inspector)
                .decider(Inspector::decide)
                .build();
    }

    private ServerHandshaker.Builder builder() {
        ServerHandshaker.Builder builder = ServerHandshaker.builder()
                .limits(Limits.defaults().withHeadBytes(maxHeadBytes))
                .timeout(timeout)
                .relax(relaxations.toArray(Relaxation[]::new))
                .origins(origins(origins))
                .keepAlive(keepAlive);
        if (subprotocols != null) {
            builder.subprotocols(Subprotocols.serverPreference(subprotocols.toArray(String[]::new)));
        }
        if (deflate) {
            builder.extensions(PermessageDeflate.defaults());
        }
        return builder;
    }

    static Origins origins(List<String> origins) {
        return switch (String.join(",", origins)) {
            case "any" -> Origins.any();
            case "same" -> Origins.sameOrigin();
            default -> Origins.allow(origins.toArray(String[]::new));
        };
    }
}
