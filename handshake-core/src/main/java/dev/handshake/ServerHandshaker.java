package dev.handshake;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Accepts WebSockets: reads the request, checks every rule of RFC 6455, 4.2, decides, and answers. Holds only settings, so
 * one is enough for any number of connections. Immutable and thread-safe.
 *
 * <p>Each verb comes in two styles. {@code accept} waits and returns the open connection or throws. {@code acceptAsync}
 * returns at once, whatever the transport, with a future; nothing that depends on the future runs inside the call, and
 * cancelling it closes the transport. A {@link Decider} may be called on the thread of the caller, or on one of the
 * transport, unless there is an {@link Builder#executor executor}.
 *
 * <p>Whatever fails, the transport is closed, unless the exception says {@link HandshakeException#reusable()}. The
 * caller's own mistakes are an {@link IllegalArgumentException} or {@link IllegalStateException}, thrown at once, and leave
 * the transport as it is.
 */
public final class ServerHandshaker {

    private final ServerSettings settings;
    final RunSettings running;

    private ServerHandshaker(ServerSettings settings, RunSettings running) {
        this.settings = settings;
        this.running = running;
    }

    /**
     * Returns a handshaker that accepts every valid request of the same origin, without subprotocols and extensions.
     *
     * @return the handshaker
     */
    public static ServerHandshaker create() {
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
     * Returns a fresh engine, for whoever moves the octets in a loop of their own.
     *
     * @return the engine of one handshake, over a connection of which nothing is known
     */
    public ServerHandshake start() {
        return start(ConnectionInfo.UNKNOWN);
    }

    /**
     * Returns a fresh engine, for whoever moves the octets in a loop of their own. The {@link Decider} and the timeout of
     * these settings are the business of that loop; all else holds.
     *
     * @param connection what is known of the connection
     * @return the engine of one handshake
     */
    public ServerHandshake start(ConnectionInfo connection) {
        ServerHandshake engine = new ServerHandshake(settings, connection);
        engine.explain(running.explain());
        return engine;
    }

    /**
     * Accepts a WebSocket: reads the request from the transport.
     *
     * @param transport a connected transport; closed if this fails
     * @return the open connection, which the caller owns
     * @throws HandshakeException if a rule was broken, the request turned down, the time up, or the thread interrupted
     * @throws IOException if the transport failed
     * @throws IllegalStateException if this thread must not wait, or another handshake goes on over the transport
     */
    public Established accept(ByteTransport transport) throws IOException {
        return accept(transport, Handshake.NOTHING);
    }

    /**
     * Accepts a WebSocket whose request, or a part of it, was read before.
     *
     * @param transport a connected transport; closed if this fails
     * @param alreadyRead octets that were read from it, of any number; taken over, its position moves to its limit. What
     *     lies behind the request is leftover.
     * @return the open connection, which the caller owns
     * @throws HandshakeException if a rule was broken, the request turned down, the time up, or the thread interrupted
     * @throws IOException if the transport failed
     * @throws IllegalStateException if this thread must not wait, or another handshake goes on over the transport
     */
    public Established accept(ByteTransport transport, ByteBuffer alreadyRead) throws IOException {
        return run(transport, Handshake.NOTHING, alreadyRead, ConnectionInfo.of(transport))
                .await(alreadyRead);
    }

    /**
     * Accepts a WebSocket whose request someone else has read and parsed: only writes the answer.
     *
     * @param transport a connected transport; closed if this fails
     * @param request the request
     * @return the open connection, which the caller owns
     * @throws HandshakeException if a rule was broken, the request turned down, the time up, or the thread interrupted
     * @throws IOException if the transport failed
     * @throws IllegalStateException if this thread must not wait, or another handshake goes on over the transport
     */
    public Established accept(ByteTransport transport, HandshakeRequest request) throws IOException {
        return accept(transport, request, Handshake.NOTHING);
    }

    /**
     * Accepts a WebSocket whose request someone else has read and parsed, along with octets behind it.
     *
     * @param transport a connected transport; closed if this fails
     * @param request the request
     * @param alreadyRead octets that were read from behind the request; taken over, its position moves to its limit
     * @return the open connection, which the caller owns
     * @throws HandshakeException if a rule was broken, the request turned down, the time up, or the thread interrupted
     * @throws IOException if the transport failed
     * @throws IllegalStateException if this thread must not wait, or another handshake goes on over the transport
     */
    public Established accept(ByteTransport transport, HandshakeRequest request, ByteBuffer alreadyRead)
            throws IOException {
        return run(transport, ByteBuffer.wrap(request.octets()), alreadyRead, connection(transport, request))
                .await(alreadyRead);
    }

    /**
     * Accepts a WebSocket like {@link #accept(ByteTransport)}, without waiting.
     *
     * @param transport a connected transport; closed if this fails
     * @return a future of the open connection, or of what {@code accept} throws
     * @throws IllegalStateException if another handshake goes on over the transport
     */
    public CompletableFuture<Established> acceptAsync(ByteTransport transport) {
        return acceptAsync(transport, Handshake.NOTHING);
    }

    /**
     * Accepts a WebSocket like {@link #accept(ByteTransport, ByteBuffer)}, without waiting.
     *
     * @param transport a connected transport; closed if this fails
     * @param alreadyRead octets that were read from it; taken over before this returns
     * @return a future of the open connection, or of what {@code accept} throws
     * @throws IllegalStateException if another handshake goes on over the transport
     */
    public CompletableFuture<Established> acceptAsync(ByteTransport transport, ByteBuffer alreadyRead) {
        return run(transport, Handshake.NOTHING, alreadyRead, ConnectionInfo.of(transport))
                .start(alreadyRead);
    }

    /**
     * Accepts a WebSocket like {@link #accept(ByteTransport, HandshakeRequest)}, without waiting.
     *
     * @param transport a connected transport; closed if this fails
     * @param request the request
     * @return a future of the open connection, or of what {@code accept} throws
     * @throws IllegalStateException if another handshake goes on over the transport
     */
    public CompletableFuture<Established> acceptAsync(ByteTransport transport, HandshakeRequest request) {
        return acceptAsync(transport, request, Handshake.NOTHING);
    }

    /**
     * Accepts a WebSocket like {@link #accept(ByteTransport, HandshakeRequest, ByteBuffer)}, without waiting.
     *
     * @param transport a connected transport; closed if this fails
     * @param request the request
     * @param alreadyRead octets that were read from behind the request; taken over before this returns
     * @return a future of the open connection, or of what {@code accept} throws
     * @throws IllegalStateException if another handshake goes on over the transport
     */
    public CompletableFuture<Established> acceptAsync(
            ByteTransport transport, HandshakeRequest request, ByteBuffer alreadyRead) {
        return run(transport, ByteBuffer.wrap(request.octets()), alreadyRead, connection(transport, request))
                .start(alreadyRead);
    }

    /**
     * Listens for WebSockets. On one connection there may be several requests, as long as those before the last are
     * refused or answered by the {@linkplain Builder#fallback fallback}, and {@link Builder#keepAlive} is on. Each has the
     * {@linkplain Builder#timeout timeout} for itself, but once the connection is older than that, it is closed behind the
     * next answer: so none counts as {@linkplain ListenOptions#pendingAtMost pending} for longer than twice the timeout.
     *
     * @param group accepts the connections; the caller closes it
     * @param address where to listen; port 0 asks for any free one
     * @param options what the port takes, and how much at once
     * @param onOpen given each open connection, which it owns; called on the thread that did the last step of the
     *     handshake: of a transport that blocks the connection's own, which it may keep, else mostly one of the
     *     transport's, where it must not wait. What it throws is logged, and the connection closed.
     * @return the open port; the caller closes it
     * @throws IOException if the address can't be bound
     * @throws IllegalStateException if the group is closed
     */
    public HandshakeServer listen(
            TransportGroup group, SocketAddress address, ListenOptions options, Consumer<? super Established> onOpen)
            throws IOException {
        return new HandshakeServer(this, group, address, options, onOpen);
    }

    /**
     * Returns the response that a request would get, without sending it. The decider, the decorators and the fallback are
     * called as they would be; an asynchronous decider is waited for as long as the timeout says.
     *
     * @param request the request
     * @return a 101, or the refusal
     * @throws IllegalStateException if an asynchronous decider did not answer in time, or the thread was interrupted
     */
    public HandshakeResponse evaluate(HandshakeRequest request) {
        return new Preflight(start(request.connection()), running).of(request);
    }

    /**
     * Explains what would become of a request, or of whatever else these octets are, without sending anything. Who decides
     * is called as for {@link #evaluate}.
     *
     * @param octets what a client sends, from its first octet on; read from its position to its limit, and not changed
     * @param connection what is known of the connection; {@link ConnectionInfo#UNKNOWN} if nothing is
     * @return what each rule found
     * @throws IllegalStateException as for {@link #evaluate}
     */
    public HandshakeTrace explain(ByteBuffer octets, ConnectionInfo connection) {
        return new Preflight(start(connection), running).trace(octets.duplicate());
    }

    private static ConnectionInfo connection(ByteTransport transport, HandshakeRequest request) {
        return request.connection() != ConnectionInfo.UNKNOWN ? request.connection() : ConnectionInfo.of(transport);
    }

    private HandshakeRun run(
            ByteTransport transport, ByteBuffer request, ByteBuffer alreadyRead, ConnectionInfo connection) {
        return new HandshakeRun(start(connection), transport, HandshakeRun.copy(request, alreadyRead), running);
    }

    /** Collects the settings of a {@link ServerHandshaker}. Not thread-safe. */
    public static final class Builder extends HandshakerBuilder<Builder> {

        private final Set<Relaxation> relaxations = EnumSet.noneOf(Relaxation.class);
        private Origins origins = Origins.sameOrigin();
        private Subprotocols subprotocols = Subprotocols.none();
        private final List<Decorator> decorators = new ArrayList<>();
        private @Nullable AsyncDecider decider;
        private @Nullable Function<? super HandshakeRequest, HandshakeResponse> fallback;
        private boolean keepAlive;
        private @Nullable String serverName;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Puts up with quirks of peers. None otherwise.
         *
         * @param relaxations the quirks, beside those named before
         * @return this
         */
        public Builder relax(Relaxation... relaxations) {
            this.relaxations.addAll(List.of(relaxations));
            return this;
        }

        /**
         * Sets which origins are let in. {@link Origins#sameOrigin()} otherwise.
         *
         * @param origins the origins
         * @return this
         */
        public Builder origins(Origins origins) {
            this.origins = origins;
            return this;
        }

        /**
         * Sets the subprotocols. {@link Subprotocols#none()} otherwise.
         *
         * @param subprotocols the subprotocols
         * @return this
         */
        public Builder subprotocols(Subprotocols subprotocols) {
            this.subprotocols = subprotocols;
            return this;
        }

        /**
         * Sets who decides on valid requests; replaces an earlier decider. All are accepted otherwise.
         *
         * @param decider decides at once
         * @return this
         */
        public Builder decider(Decider decider) {
            return asyncDecider(request -> CompletableFuture.completedFuture(decider.decide(request)));
        }

        /**
         * Sets who decides on valid requests; replaces an earlier decider. All are accepted otherwise.
         *
         * @param decider decides when it has looked things up
         * @return this
         */
        public Builder asyncDecider(AsyncDecider decider) {
            this.decider = decider;
            return this;
        }

        /**
         * Adds a function that edits the header fields of responses.
         *
         * @param decorator the function; called after those added before
         * @return this
         */
        public Builder decorate(Decorator decorator) {
            decorators.add(decorator);
            return this;
        }

        /**
         * Sets what to answer to a well-formed HTTP request that asks for no upgrade: a health check, a page. Such a
         * request is still a failed handshake, whose {@link HandshakeException#response()} is this answer. The rule that
         * it breaks is answered otherwise, mostly with a 426.
         *
         * @param fallback called on the thread that drives the handshake; what it throws is answered with a 500
         * @return this
         */
        public Builder fallback(Function<? super HandshakeRequest, HandshakeResponse> fallback) {
            this.fallback = fallback;
            return this;
        }

        /**
         * Leaves a connection open after a refusal, where HTTP allows it, so that the client may try again over it: {@link
         * HandshakeException#reusable()}. Off otherwise.
         *
         * @param on true to leave it open
         * @return this
         */
        public Builder keepAlive(boolean on) {
            this.keepAlive = on;
            return this;
        }

        /**
         * Sets the {@code Server} field of responses. Not sent otherwise.
         *
         * @param serverName the value
         * @return this
         * @throws IllegalArgumentException if it can't be sent as a field value
         */
        public Builder serverName(String serverName) {
            Headers.of("Server", serverName);
            this.serverName = serverName;
            return this;
        }

        /**
         * Returns the handshaker.
         *
         * @return the handshaker; later changes to this builder don't reach it
         */
        public ServerHandshaker build() {
            List<Decorator> decorating = List.copyOf(decorators);
            ServerSettings settings = new ServerSettings(
                    limits,
                    Relaxation.bits(relaxations),
                    origins,
                    subprotocols,
                    extensions,
                    decorating,
                    fallback,
                    keepAlive,
                    serverName,
                    new Refusals(decorating, serverName));
            return new ServerHandshaker(settings, runSettings(decider));
        }
    }
}
