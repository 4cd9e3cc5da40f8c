package dev.handshake;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * From a URI to an open connection: look up, connect, tunnel, TLS, handshake, and again for a redirect or a challenge. One
 * deadline for all of it, and one report for each attempt, also for one that never came to a handshake.
 *
 * <p>The steps follow upon each other, on whatever threads; what ends it from outside, the deadline or a cancel, finds in
 * {@code undo} how to call off what goes on.
 */
final class Connector {

    private final ClientSettings settings;
    private final RunSettings running;
    private final ConnectSettings connecting;
    private final long deadlineNanos;
    private final CompletableFuture<Established> result = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Set<String> visited = new HashSet<>();

    private WebSocketUri uri;
    /** False once a redirect has led to another origin: what the settings have for the first one stays there. */
    private boolean credentials = true;

    private boolean asked;
    private @Nullable String authorization;
    private @Nullable String proxyAuthorization;
    private int redirects;

    private volatile RunReport report = new RunReport(HandshakePhase.CONNECT);
    private volatile Runnable undo = () -> {};
    private volatile @Nullable Future<?> timer;

    Connector(WebSocketUri uri, ClientSettings settings, RunSettings running, ConnectSettings connecting) {
        this.uri = uri;
        this.settings = settings;
        this.running = running;
        this.connecting = connecting;
        this.deadlineNanos = System.nanoTime() + running.timeoutNanos();
    }

    CompletableFuture<Established> start() {
        TransportGroup group;
        try {
            group = connecting.groupToUse();
        } catch (IOException e) {
            report.begin(running);
            unreached("The transport could not be started: " + e + ".", e);
            return result;
        }
        result.whenComplete((open, failure) -> {
            if (!ended.get()) {
                end(null, report.describe(HandshakeFailure.CANCELLED, ""));
            }
        });
        attempt(group);
        return result;
    }

    /** Waits for the end; an interrupt is one. */
    static Established await(Connector connector) throws IOException {
        if (!connector.connecting.mayBlock()) {
            throw new IllegalStateException(
                    "this thread must not wait, because the transport needs it to go on;" + " call connectAsync here");
        }
        CompletableFuture<Established> future = connector.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    connector.end(null, connector.report.describe(HandshakeFailure.CANCELLED, ""));
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e.getCause() instanceof HandshakeException cause ? cause.thrown() : (IOException) e.getCause();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Sets out: for the first time, to where a redirect leads, or with an answer to a challenge. */
    private void attempt(TransportGroup group) {
        visited.add(uri.full());
        report = new RunReport(HandshakePhase.CONNECT);
        report.begin(running);
        guarded(() -> reach(group));
    }

    private void reach(TransportGroup group) {
        report.entered(HandshakePhase.CONNECT);
        watch();
        // Looking up a name waits.
        Background.start(() -> guarded(() -> lookUp(group)));
    }

    /** Watches the deadline as long as there is no run that does. */
    private void watch() {
        stopWatching();
        Future<?> watching =
                running.timer().schedule(this::timeUp, deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        timer = watching;
        during(() -> watching.cancel(false));
    }

    private void timeUp() {
        if (ended.compareAndSet(false, true)) {
            Throwable failure = report.describe(HandshakeFailure.TIMED_OUT, "It had " + running.timeout() + ".");
            running.offTimer(true, () -> finish(null, failure));
        }
    }

    /** Notes how what goes on now is called off, and does so at once if that has been asked for already. */
    private void during(Runnable undoing) {
        undo = undoing;
        if (ended.get()) {
            undoing.run();
        }
    }

    /** No step may fail unnoticed, on whatever thread it is. */
    private boolean guarded(Runnable step) {
        if (ended.get()) {
            return false;
        }
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            end(null, e);
        }
        return true;
    }

    private <T> BiConsumer<@Nullable T, @Nullable Throwable> guarded(
            BiConsumer<@Nullable T, @Nullable Throwable> step) {
        return (value, failure) -> {
            if (!guarded(() -> step.accept(value, failure))) {
                close(value);
            }
        };
    }

    /** What came when it was all over belongs to nobody. */
    private static void close(@Nullable Object reached) {
        if (reached instanceof ByteTransport transport) {
            transport.close();
        } else if (reached instanceof Established open) {
            open.transport().close();
        }
    }

    private void lookUp(TransportGroup group) {
        String host = connecting.proxyHost() != null ? connecting.proxyHost() : uri.name();
        int port = connecting.proxyHost() != null ? connecting.proxyPort() : uri.port();
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            unreached("No address is known for '" + Text.shown(host) + "'.", e);
            return;
        }
        Dialer dialer = new Dialer(group, addresses, port, running);
        during(dialer::cancel);
        dialer.start().whenComplete(guarded((transport, failure) -> {
            if (transport != null) {
                reached(group, transport);
            } else if (failure instanceof IOException) {
                unreached("Connecting to " + Text.shown(host) + ", port " + port + ": " + failure + ".", failure);
            } else {
                end(null, failure);
            }
        }));
    }

    private void unreached(String detail, Throwable cause) {
        end(
                null,
                new HandshakeException(
                        HandshakeFailure.NOT_REACHED,
                        report.phase(),
                        null,
                        null,
                        false,
                        Handshake.NOTHING,
                        () -> detail,
                        cause));
    }

    private void reached(TransportGroup group, ByteTransport transport) {
        during(transport::close);
        if (connecting.proxyHost() != null) {
            tunnel(group, transport);
        } else {
            handshake(group, transport);
        }
    }

    private void tunnel(TransportGroup group, ByteTransport transport) {
        ClientHandshake engine = ClientHandshake.tunnel(
                settings.limits(), uri.host() + ":" + uri.port(), proxyAuthorization, ConnectionInfo.of(transport));
        report.entered(HandshakePhase.PROXY);
        run(engine, transport, new RunReport(engine)).whenComplete(guarded((open, failure) -> {
            if (open != null) {
                during(open.transport()::close);
                handshake(group, open.transport());
            } else if (failure instanceof HandshakeException e) {
                declinedByProxy(group, e);
            } else {
                unreached("The proxy broke off: " + failure + ".", failure);
            }
        }));
    }

    private void declinedByProxy(TransportGroup group, HandshakeException failure) {
        boolean challenged = failure.response().isPresent()
                && failure.response().get().status() == 407
                && connecting.proxyCredentials() != null
                && proxyAuthorization == null;
        if (!challenged) {
            end(null, failure);
            return;
        }
        asking(() -> {
            PasswordAuthentication credentials = connecting.proxyCredentials().get();
            if (credentials == null) {
                end(null, failure);
            } else {
                proxyAuthorization = basic(credentials);
                reach(group);
            }
        });
    }

    /** Asks the user for something, who may take time for it, but not longer than the deadline. */
    private void asking(Runnable step) {
        watch();
        Background.start(() -> guarded(step));
    }

    /** RFC 7617, 2: neither may hold a control character, and the user's name no colon. */
    private static String basic(PasswordAuthentication credentials) {
        String pair = credentials.getUserName() + ":" + new String(credentials.getPassword());
        if (credentials.getUserName().contains(":") || pair.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("for Basic authentication there must be no colon in the user's name,"
                    + " and no control character in it or in the password");
        }
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private ByteTransport secured(ByteTransport transport) {
        try {
            SSLContext context = connecting.tls() != null ? connecting.tls() : SSLContext.getDefault();
            return TlsTransport.client(transport, context, uri.name(), uri.port(), connecting.tlsParameters());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the default SSLContext can't be made", e);
        }
    }

    private void handshake(TransportGroup group, ByteTransport reached) {
        ByteTransport transport = uri.secure() ? secured(reached) : reached;
        ClientHandshake engine = ClientHandshake.upgrade(
                settings, uri.authority(), uri.target(), credentials, authorization, ConnectionInfo.of(transport));
        run(engine, transport, report).whenComplete(guarded((open, failure) -> {
            if (open != null) {
                end(open, null);
            } else if (RunReport.tlsFailed(failure, engine.phase())) {
                report.entered(HandshakePhase.TLS);
                unreached("TLS: " + failure.getMessage() + ".", failure);
            } else if (failure instanceof HandshakeException e && e.failure() == HandshakeFailure.UPGRADE_DECLINED) {
                declined(group, e, e.response().orElseThrow());
            } else {
                end(null, failure);
            }
        }));
    }

    private CompletableFuture<Established> run(ClientHandshake engine, ByteTransport transport, RunReport report) {
        CompletableFuture<Established> run =
                new HandshakeRun(engine, transport, Handshake.NOTHING, running).startAsPartOf(report, deadlineNanos);
        stopWatching();
        during(() -> run.cancel(false));
        return run;
    }

    private void stopWatching() {
        Future<?> watching = timer;
        if (watching != null) {
            watching.cancel(false);
        }
    }

    private void declined(TransportGroup group, HandshakeException failure, HandshakeResponse response) {
        int status = response.status();
        boolean redirect = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
        if (status == 401 && connecting.authenticator() != null && !asked) {
            asked = true;
            asking(() -> challenged(group, failure, response));
        } else if (redirect && connecting.redirects() > 0) {
            redirected(group, failure, response);
        } else {
            end(null, failure);
        }
    }

    private void challenged(TransportGroup group, HandshakeException failure, HandshakeResponse response) {
        String answer = connecting.authenticator().authorize(URI.create(uri.full()), response);
        if (answer == null) {
            end(null, failure);
        } else {
            Headers.of("Authorization", answer);
            authorization = answer;
            attempt(group);
        }
    }

    /** RFC 6455, 4.1 lets a client follow; what it must never do is carry credentials elsewhere, or give up TLS. */
    private void redirected(TransportGroup group, HandshakeException failure, HandshakeResponse response) {
        String why = null;
        WebSocketUri there = uri;
        try {
            there = uri.resolve(response.headers()
                    .only("Location")
                    .orElseThrow(() -> new IllegalArgumentException("there is no single Location")));
            why = uri.secure() && !there.secure()
                    ? "It leads from wss to ws."
                    : visited.contains(there.full())
                            ? "It leads in a circle."
                            : redirects == connecting.redirects() ? "It is one more than " + redirects + "." : null;
        } catch (IllegalArgumentException e) {
            why = "It leads nowhere: " + e.getMessage() + ".";
        }
        if (why != null) {
            end(null, failure.because(HandshakeFailure.BAD_REDIRECT, why));
            return;
        }
        if (!there.hasOriginOf(uri)) {
            credentials = false;
            authorization = null;
        }
        redirects++;
        uri = there;
        attempt(group);
    }

    /** Ends it, unless it has ended. The caller learns last, when nothing is left behind and the end is reported. */
    private void end(@Nullable Established open, @Nullable Throwable failure) {
        if (!ended.compareAndSet(false, true)) {
            if (open != null) {
                open.transport().close();
            }
            return;
        }
        finish(open, failure);
    }

    private void finish(@Nullable Established open, @Nullable Throwable failure) {
        if (failure != null) {
            // Before it is called off, which a run over the same connection would take for a failure of its own.
            report.end(failure, running);
        }
        stopWatching();
        undo.run();
        if (open == null) {
            result.completeExceptionally(failure);
        } else if (!result.complete(open)) {
            open.transport().close();
        }
    }
}
