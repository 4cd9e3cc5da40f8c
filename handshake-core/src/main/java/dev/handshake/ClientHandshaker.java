package dev.handshake;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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

    private ClientHandshaker(ClientSettings settings, RunSettings running) {
        this.settings = settings;
        this.running = running;
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
        return new ClientHandshake(settings, host, target, connection);
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
        return run(transport, host, target).await();
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
        return run(transport, host, target).start();
    }

    private HandshakeRun run(ByteTransport transport, String host, String target) {
        ClientHandshake engine = start(host, target, ConnectionInfo.of(transport));
        return new HandshakeRun(engine, transport, Handshake.NOTHING, running);
    }

    /** Collects the settings of a {@link ClientHandshaker}. Not thread-safe. */
    public static final class Builder extends HandshakerBuilder<Builder> {

        private List<String> subprotocols = List.of();
        private List<ExtensionNegotiator> extensions = List.of();
        private final List<Extension> offers = new ArrayList<>();
        private @Nullable String origin;
        private final Headers.Builder headers = new Headers.Builder(true);
        private final List<Consumer<Headers.Builder>> decorators = new ArrayList<>();

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
         * Offers extensions, and checks the answers to them. None otherwise.
         *
         * @param negotiators a negotiator for each extension
         * @return this
         * @throws IllegalArgumentException if two are for one name
         */
        public Builder extensions(ExtensionNegotiator... negotiators) {
            this.extensions = Extensions.checked(negotiators);
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
         * @param decorator called on the thread that starts the handshake; what it throws is thrown there
         * @return this
         */
        public Builder decorate(Consumer<Headers.Builder> decorator) {
            decorators.add(decorator);
            return this;
        }

        /**
         * Returns the handshaker.
         *
         * @return the handshaker; later changes to this builder don't reach it
         */
        public ClientHandshaker build() {
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
            return new ClientHandshaker(settings, runSettings(null));
        }
    }
}
