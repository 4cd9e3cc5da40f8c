package dev.handshake;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Asks for WebSockets: sends the request, and checks the answer by every rule of RFC 6455, 4.1. Holds only settings, so
 * one is enough for any number of connections. Immutable and thread-safe.
 *
 * <p>{@code handshake} waits; {@code handshakeAsync} returns at once, whatever the transport, with a future: nothing that
 * depends on the future runs inside the call, and cancelling it closes the transport. Whatever fails, the transport is
 * closed. The caller's own mistakes are an {@link IllegalArgumentException} or {@link IllegalStateException}, thrown
 * before an octet is sent, and leave the transport as it is.
 */
public final class ClientHandshaker {

    private final ClientSettings settings;
    private final RunSettings running;
    private final ConnectSettings connecting;

    private ClientHandshaker(ClientSettings settings, RunSettings running, ConnectSettings connecting) {
        this.settings = settings;
        this.running = running;
        this.connecting = connecting;
    }

    /**
     * Returns a handshaker that asks for no subprotocol and no extension.
     *
     * @return the handshaker
     */
    public static ClientHandshaker create() {
        return builder().build();
    }

    /**
     * Returns a builder with the default settings.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a fresh engine, for whoever moves the octets in a loop of their own. The timeout of these settings is the
     * business of that loop; all else holds.
     *
     * @param host the value of {@code Host}: a name or address, in brackets if IPv6, with a port unless it is the
     *     scheme's default
     * @param target the request target: a path and perhaps a query, percent-encoded
     * @return the engine of one handshake, with a key of its own
     * @throws IllegalArgumentException if the host or the target can't be sent
     */
    public ClientHandshake start(String host, String target) {
        return start(host, target, ConnectionInfo.UNKNOWN);
    }

    private ClientHandshake start(String host, String target, ConnectionInfo connection) {
        ClientHandshake engine = ClientHandshake.upgrade(settings, host, target, true, null, connection);
        engine.explain(running.explain());
        return engine;
    }

    /**
     * Opens a WebSocket over a connected transport.
     *
     * @param transport the transport; closed if this fails
     * @param host the value of {@code Host}: a name or address, in brackets if IPv6, with a port unless it is the
     *     scheme's default
     * @param target the request target: a path and perhaps a query, percent-encoded
     * @return the open connection, which the caller owns
     * @throws HandshakeException if the server declined or broke a rule, the time is up, or the thread was interrupted
     * @throws IOException if the transport failed
     * @throws IllegalArgumentException if the host or the target can't be sent
     * @throws IllegalStateException if this thread must not wait, or another handshake goes on over the transport
     */
    public Established handshake(ByteTransport transport, String host, String target) throws IOException {
        return run(transport, host, target).await(Handshake.NOTHING);
    }

    /**
     * Opens a WebSocket like {@link #handshake}, without waiting.
     *
     * @param transport the transport; closed if this fails
     * @param host the value of {@code Host}
     * @param target the request target
     * @return a future of the open connection, or of what {@code handshake} throws
     * @throws IllegalArgumentException if the host or the target can't be sent
     * @throws IllegalStateException if another handshake goes on over the transport
     */
    public CompletableFuture<Established> handshakeAsync(ByteTransport transport, String host, String target) {
        return run(transport, host, target).start(Handshake.NOTHING);
    }

    /**
     * Opens a WebSocket to a URI: looks the host up, connects to one of its addresses, through a proxy and TLS where that is
     * wanted, and does the handshake. One deadline holds for all of it, and the exception says how far it came. Nothing is
     * left behind in the end, but for a thread that still looks up a name, which nothing can stop.
     *
     * @param uri a {@code ws:} or {@code wss:} URI without user information and fragment
     * @return the open connection, which the caller owns
     * @throws HandshakeException if the peer was not reached, the server or a proxy declined or broke a rule, the time is
     *     up, or the thread was interrupted
     * @throws IOException if the connection failed
     * @throws IllegalArgumentException if the URI is no such URI, or names a host or target that can't be sent
     * @throws IllegalStateException if there is no transport; the message says which artifact to add. Or if this thread must
     *     not wait, because the transport needs it.
     */
    public Established connect(URI uri) throws IOException {
        return Connector.await(connector(uri));
    }

    /**
     * Opens a WebSocket to a URI like {@link #connect}, without waiting.
     *
     * @param uri a {@code ws:} or {@code wss:} URI without user information and fragment
     * @return a future of the open connection, or of what {@code connect} throws; cancelling it ends the attempt
     * @throws IllegalArgumentException if the URI is no such URI
     * @throws IllegalStateException if there is no transport; the message says which artifact to add
     */
    public CompletableFuture<Established> connectAsync(URI uri) {
        return connector(uri).start();
    }

    private Connector connector(URI uri) {
        return new Connector(WebSocketUri.parse(uri), settings, running, connecting);
    }

    private HandshakeRun run(ByteTransport transport, String host, String target) {
        ClientHandshake engine = start(host, target, ConnectionInfo.of(transport));
        return new HandshakeRun(engine, transport, Handshake.NOTHING, running);
    }

    /** Collects the settings of a {@link ClientHandshaker}. Not thread-safe. */
    public static final class Builder extends HandshakerBuilder<Builder> {

        private List<String> subprotocols = List.of();
        private final List<Extension> offers = new ArrayList<>();
        private @Nullable String origin;
        private final Headers.Builder headers = new Headers.Builder(true);
        private final List<Consumer<Headers.Builder>> decorators = new ArrayList<>();
        private @Nullable TransportGroup group;
        private @Nullable String transport;
        private @Nullable SSLContext tls;
        private SSLParameters tlsParameters = new SSLParameters();
        private @Nullable String proxyHost;
        private int proxyPort;
        private @Nullable Supplier<PasswordAuthentication> proxyCredentials;
        private int redirects;
        private @Nullable Authenticator authenticator;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Asks for subprotocols. None otherwise.
         *
         * @param names tokens, the most wanted first
         * @return this
         * @throws IllegalArgumentException if a name is no token, or is there twice, or there is none
         */
        public Builder subprotocols(String... names) {
            this.subprotocols = Subprotocols.checked(names);
            return this;
        }

        /**
         * Offers an extension in its own words, behind those of the negotiators. An answer to {@code permessage-deflate}
         * is checked by RFC 7692, one to another extension only for having been offered.
         *
         * @param offer such as {@code "permessage-deflate; server_max_window_bits=10"}; may hold several
         * @return this
         * @throws IllegalArgumentException if it does not follow the grammar of RFC 6455, 9.1
         */
        public Builder offer(String offer) {
            offers.addAll(Extension.parse(offer));
            return this;
        }

        /**
         * Sends an {@code Origin}, as browsers do. Not sent otherwise.
         *
         * @param origin such as {@code "https://a.example"}
         * @return this
         * @throws IllegalArgumentException if it can't be sent as a field value
         */
        public Builder origin(String origin) {
            Headers.of("Origin", origin);
            this.origin = origin;
            return this;
        }

        /**
         * Adds a header line to the request.
         *
         * @param name the name; none of those that the handshake writes itself
         * @param value the value
         * @return this
         * @throws IllegalArgumentException as for {@link Headers.Builder#add}
         */
        public Builder header(String name, String value) {
            headers.add(name, value);
            return this;
        }

        /**
         * Adds a function that edits the further header lines, for each request anew.
         *
         * @param decorator called on the thread that starts the handshake; what it throws is thrown there. In a {@code
         *     connect} that is a thread of the transport, and what it throws ends the connect.
         * @return this
         */
        public Builder decorate(Consumer<Headers.Builder> decorator) {
            decorators.add(decorator);
            return this;
        }

        /**
         * Sets which transport {@link ClientHandshaker#connect} uses, by name. The best there is otherwise, see {@link
         * Transports#best()}. All clients of a process that name one, or none, share its threads.
         *
         * @param name such as {@code "nio"}
         * @return this
         * @throws IllegalArgumentException if none has this name; the message says which artifact to add
         * @throws IllegalStateException if the one of this name is not available here; the message says why
         */
        public Builder transport(String name) {
            this.transport = Transports.named(name).name();
            return this;
        }

        /**
         * Sets the group that {@link ClientHandshaker#connect} uses, so that its threads are those of the caller.
         *
         * @param group stays open; the caller closes it, and with it the connections
         * @return this
         */
        public Builder group(TransportGroup group) {
            this.group = group;
            return this;
        }

        /**
         * Sets whom {@code wss:} trusts, and our own certificates. {@link SSLContext#getDefault()} otherwise.
         *
         * @param context the context
         * @return this
         */
        public Builder tls(SSLContext context) {
            this.tls = context;
            return this;
        }

        /**
         * Sets parameters of TLS; see {@link TlsTransport#client(dev.handshake.spi.ByteTransport, SSLContext, String, int,
         * SSLParameters)} for what they leave open. The host name is verified otherwise.
         *
         * @param parameters laid upon the engine of each connection; not to be changed any more
         * @return this
         */
        public Builder tlsParameters(SSLParameters parameters) {
            this.tlsParameters = parameters;
            return this;
        }

        /**
         * Goes through an HTTP proxy, by {@code CONNECT}.
         *
         * @param host the proxy's name or address
         * @param port the proxy's port
         * @return this
         * @throws IllegalArgumentException if the host is none, or the port not 1 to 65535
         */
        public Builder proxy(String host, int port) {
            String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
            if (!Authority.isValid(bracketed + ":" + port) || port < 1 || port > 65535) {
                throw new IllegalArgumentException(
                        "a proxy is a host and a port, not '" + Text.shown(host) + "' and " + port);
            }
            this.proxyHost = host;
            this.proxyPort = port;
            return this;
        }

        /**
         * Sets who knows the user and password for the proxy, by Basic authentication (RFC 7617).
         *
         * @param credentials asked once for each connect, if the proxy wants to know (407), on a thread of its own; may
         *     answer null to give up. Without a control character, the user without a colon: an {@link
         *     IllegalArgumentException} of the connect otherwise.
         * @return this
         */
        public Builder proxyCredentials(Supplier<PasswordAuthentication> credentials) {
            this.proxyCredentials = credentials;
            return this;
        }

        /**
         * Follows redirects (301, 302, 303, 307, 308) in {@link ClientHandshaker#connect}, never from {@code wss} to {@code
         * ws} and never in a circle. {@code Authorization}, {@code Cookie} and {@code Proxy-Authorization} are left out when
         * the origin changes; other fields are not, and so must not hold a credential. None are followed otherwise.
         *
         * @param most at most so many, 0 or more
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder followRedirects(int most) {
            if (most < 0) {
                throw new IllegalArgumentException("followRedirects must be 0 or more, not " + most);
            }
            this.redirects = most;
            return this;
        }

        /**
         * Sets who answers a 401 in {@link ClientHandshaker#connect}. Nobody otherwise.
         *
         * @param authenticator asked once for each connect
         * @return this
         */
        public Builder authenticator(Authenticator authenticator) {
            this.authenticator = authenticator;
            return this;
        }

        /**
         * Returns the handshaker.
         *
         * @return the handshaker; later changes to this builder don't reach it
         * @throws IllegalArgumentException if the TLS context does not support the TLS parameters
         */
        public ClientHandshaker build() {
            if (tls != null) {
                ListenOptions.check(tls, tlsParameters);
            }
            List<ExtensionNegotiator> negotiators = new ArrayList<>(extensions);
            List<Extension> offered = new ArrayList<>();
            negotiators.forEach(negotiator -> offered.addAll(negotiator.offers()));
            offered.addAll(offers);
            PermessageDeflate deflate = PermessageDeflate.defaults();
            if (negotiators.stream().noneMatch(negotiator -> negotiator.name().equals(deflate.name()))) {
                negotiators.add(deflate);
            }
            ClientSettings settings = new ClientSettings(
                    limits,
                    subprotocols,
                    List.copyOf(negotiators),
                    List.copyOf(offered),
                    origin,
                    headers.build(),
                    List.copyOf(decorators));
            ConnectSettings connecting = new ConnectSettings(
                    group,
                    transport,
                    tls,
                    tlsParameters,
                    proxyHost,
                    proxyPort,
                    proxyCredentials,
                    redirects,
                    authenticator);
            return new ClientHandshaker(settings, runSettings(null), connecting);
        }
    }
}
