package dev.handshake;

import dev.handshake.spi.ByteTransport;
import dev.handshake.tls.TlsTransport;
import java.net.InetAddress;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * From a URI to an open connection: look up, connect, tunnel, TLS, handshake, and again for a redirect or a challenge. One
 * deadline for all of it. Each step says with {@link #during} how it is called off.
 */
final class Connector {

    /** One time around. */
    private record Attempt(
            WebSocketUri uri,
            boolean credentials,
            @Nullable String authorization,
            @Nullable String proxyAuthorization,
            int redirects) {

        Attempt authorized(String value) {
            return new Attempt(uri, credentials, value, proxyAuthorization, redirects);
        }

        Attempt proxyAuthorized(String value) {
            return new Attempt(uri, credentials, authorization, value, redirects);
        }
    }

    private final ClientSettings settings;
    private final RunSettings running;
    private final ConnectSettings connecting;
    private final CompletableFuture<Established> result = new CompletableFuture<>();
    private final Set<String> visited = new HashSet<>();
    private final long deadlineNanos;
    private volatile HandshakePhase phase = HandshakePhase.CONNECT;
    private volatile Runnable undo = () -> {};

    private Connector(ClientSettings settings, RunSettings running, ConnectSettings connecting) {
        this.settings = settings;
        this.running = running;
        this.connecting = connecting;
        this.deadlineNanos = System.nanoTime() + running.timeout().toNanos();
    }

    static CompletableFuture<Established> connect(
            WebSocketUri uri, ClientSettings settings, RunSettings running, ConnectSettings connecting) {
        Connector connector = new Connector(settings, running, connecting);
        Future<?> timer =
                running.timer().schedule(connector::timeUp, running.timeout().toNanos(), TimeUnit.NANOSECONDS);
        connector.result.whenComplete((open, failure) -> {
            timer.cancel(false);
            if (failure != null) {
                connector.undo.run();
            }
        });
        connector.attempt(new Attempt(uri, true, null, null, 0));
        return connector.result;
    }

    private void timeUp() {
        fail(HandshakeFailure.TIMED_OUT, "It had " + running.timeout() + ".", null, null);
    }

    /** Notes how what goes on now is called off, and does so at once if that has been asked for already. */
    private void during(HandshakePhase now, Runnable undoing) {
        phase = now;
        undo = undoing;
        if (result.isDone()) {
            undoing.run();
        }
    }

    private void attempt(Attempt attempt) {
        phase = HandshakePhase.CONNECT;
        visited.add(attempt.uri.full());
        String host = connecting.proxyHost() != null ? connecting.proxyHost() : attempt.uri.name();
        int port = connecting.proxyHost() != null ? connecting.proxyPort() : attempt.uri.port();
        // Looking up a name waits.
        Background.start(() -> {
            try {
                dial(attempt, InetAddress.getAllByName(host), port);
            } catch (UnknownHostException e) {
                fail(HandshakeFailure.NOT_REACHED, "No address is known for '" + Text.shown(host) + "'.", null, e);
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
    }

    private void dial(Attempt attempt, InetAddress[] addresses, int port) {
        CompletableFuture<ByteTransport> dialling =
                Dialer.connect(connecting.groupToUse(), addresses, port, running.timer());
        during(HandshakePhase.CONNECT, () -> dialling.cancel(false));
        dialling.whenComplete((transport, failure) -> {
            if (failure != null) {
                fail(HandshakeFailure.NOT_REACHED, failure.toString() + ".", null, failure);
            } else if (connecting.proxyHost() != null) {
                tunnel(attempt, transport);
            } else {
                secure(attempt, transport);
            }
        });
    }

    private void tunnel(Attempt attempt, ByteTransport transport) {
        WebSocketUri uri = attempt.uri;
        ClientHandshake engine = ClientHandshake.tunnel(
                settings.limits(),
                uri.host() + ":" + uri.port(),
                attempt.proxyAuthorization,
                ConnectionInfo.of(transport));
        run(HandshakePhase.PROXY, engine, transport, null).whenComplete((open, failure) -> {
            if (open != null) {
                secure(attempt, open.transport());
            } else {
                declinedByProxy(attempt, failure);
            }
        });
    }

    private void declinedByProxy(Attempt attempt, Throwable failure) {
        HandshakeResponse response =
                failure instanceof HandshakeException e ? e.response().orElse(null) : null;
        boolean challenged = response != null && response.status() == 407;
        if (challenged && connecting.proxyCredentials() != null && attempt.proxyAuthorization == null) {
            attempt(attempt.proxyAuthorized(basic(connecting.proxyCredentials().get())));
        } else if (response == null) {
            fail(HandshakeFailure.NOT_REACHED, "The proxy failed: " + failure.getMessage(), null, failure);
        } else {
            fail(HandshakeFailure.PROXY_DECLINED, "It answered " + response.status() + ".", response, failure);
        }
    }

    private static String basic(PasswordAuthentication credentials) {
        String user = credentials.getUserName();
        if (user.contains(":")) {
            throw new IllegalArgumentException("a user name for Basic authentication has no colon");
        }
        String pair = user + ":" + new String(credentials.getPassword());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private void secure(Attempt attempt, ByteTransport transport) {
        if (!attempt.uri.secure()) {
            handshake(attempt, transport);
            return;
        }
        TlsTransport tls;
        try {
            SSLContext context = connecting.tls() == null ? SSLContext.getDefault() : connecting.tls();
            SSLParameters parameters =
                    connecting.tlsParameters() == null ? new SSLParameters() : connecting.tlsParameters();
            tls = TlsTransport.client(transport, context, attempt.uri.name(), attempt.uri.port(), parameters);
        } catch (NoSuchAlgorithmException | RuntimeException e) {
            transport.close();
            fail(HandshakeFailure.NOT_REACHED, "TLS could not begin.", null, e);
            return;
        }
        handshake(attempt, tls);
    }

    private void handshake(Attempt attempt, ByteTransport transport) {
        ClientHandshake engine;
        try {
            engine = ClientHandshake.upgrade(
                    settings,
                    attempt.uri.authority(),
                    attempt.uri.target(),
                    attempt.credentials,
                    attempt.authorization,
                    ConnectionInfo.of(transport));
        } catch (RuntimeException e) {
            transport.close();
            result.completeExceptionally(e);
            return;
        }
        HandshakePhase first = attempt.uri.secure() ? HandshakePhase.TLS : HandshakePhase.REQUEST;
        run(first, engine, transport, running.listener()).whenComplete((open, failure) -> {
            if (failure instanceof SSLException) {
                fail(HandshakeFailure.NOT_REACHED, failure.getMessage(), null, failure);
            } else if (open == null) {
                declined(attempt, failure);
            } else if (!result.complete(open)) {
                open.transport().close();
            }
        });
    }

    private CompletableFuture<Established> run(
            HandshakePhase phase,
            ClientHandshake engine,
            ByteTransport transport,
            @Nullable HandshakeListener listener) {
        Duration left = Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime()));
        CompletableFuture<Established> run =
                new HandshakeRun(engine, transport, Handshake.NOTHING, running.with(left, listener)).start();
        during(phase, () -> run.cancel(false));
        return run;
    }

    private void declined(Attempt attempt, Throwable failure) {
        HandshakeResponse response =
                failure instanceof HandshakeException e && e.failure() == HandshakeFailure.UPGRADE_DECLINED
                        ? e.response().orElse(null)
                        : null;
        int status = response == null ? 0 : response.status();
        if (response != null && status == 401 && connecting.authenticator() != null && attempt.authorization == null) {
            challenged(attempt, response, failure);
        } else if (response != null && attempt.redirects < connecting.redirects() && isRedirect(status)) {
            redirected(attempt, response, failure);
        } else {
            result.completeExceptionally(failure);
        }
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private void challenged(Attempt attempt, HandshakeResponse response, Throwable failure) {
        String value;
        try {
            value = connecting.authenticator().authorize(URI.create(attempt.uri.full()), response);
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
            return;
        }
        if (value == null) {
            result.completeExceptionally(failure);
        } else {
            attempt(attempt.authorized(value));
        }
    }

    /** RFC 6455, 4.1 lets a client follow; what it must never do is carry credentials elsewhere, or give up TLS. */
    private void redirected(Attempt attempt, HandshakeResponse response, Throwable failure) {
        WebSocketUri there;
        try {
            there = attempt.uri.resolve(response.headers()
                    .only("Location")
                    .orElseThrow(() -> new IllegalArgumentException("it has no single Location")));
        } catch (IllegalArgumentException e) {
            fail(
                    HandshakeFailure.BAD_REDIRECT,
                    "Its Location leads nowhere: " + e.getMessage() + ".",
                    response,
                    failure);
            return;
        }
        if (attempt.uri.secure() && !there.secure()) {
            fail(HandshakeFailure.BAD_REDIRECT, "It leads from wss to ws.", response, failure);
        } else if (visited.contains(there.full())) {
            fail(HandshakeFailure.BAD_REDIRECT, "It leads in a circle.", response, failure);
        } else {
            boolean same = attempt.credentials && there.hasOriginOf(attempt.uri);
            attempt(new Attempt(
                    there,
                    same,
                    same ? attempt.authorization : null,
                    attempt.proxyAuthorization,
                    attempt.redirects + 1));
        }
    }

    private void fail(
            HandshakeFailure failure, String detail, @Nullable HandshakeResponse response, @Nullable Throwable cause) {
        result.completeExceptionally(
                new HandshakeException(failure, phase, null, response, false, Handshake.NOTHING, detail, cause));
    }
}
