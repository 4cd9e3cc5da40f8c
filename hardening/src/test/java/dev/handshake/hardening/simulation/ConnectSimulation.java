package dev.handshake.hardening.simulation;

import dev.handshake.ClientHandshaker;
import dev.handshake.ConnectionInfo;
import dev.handshake.Established;
import dev.handshake.HandshakeReport;
import dev.handshake.Limits;
import dev.handshake.PermessageDeflate;
import dev.handshake.hardening.simulation.Faults.Kind;
import dev.handshake.hardening.simulation.Route.End;
import dev.handshake.hardening.simulation.Route.Hop;
import dev.handshake.hardening.simulation.SimulatedGroup.Attempt;
import dev.handshake.hardening.simulation.SimulatedTransport.Waiting;
import dev.handshake.spi.ByteTransport;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The way from a URI to an open connection, all of it drawn from a seed: names with several addresses, some of which refuse
 * or are silent, a proxy, TLS, redirects, challenges, and whatever the last server answers. Calm, it comes to what the rules
 * and a bare engine make of that, with a report for each attempt. With disturbances (a cancel, a short deadline, what breaks
 * off, what fails to connect, users' functions that fail) it ends once, every connection is closed but the one that is
 * open, nobody dials any more, and no timer is left.
 */
final class ConnectSimulation {

    private static final int[] CAPACITIES = {300, 2_000, 1 << 16};
    private static final long TIMEOUT_MILLIS = Duration.ofHours(1).toMillis();
    private static final long TOO_LATE_MILLIS = Duration.ofHours(9).toMillis();
    private static final String CHALLENGE = "HTTP/1.1 407 Proxy Authentication Required\r\n"
            + "Proxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n";
    private static final String DECLINED = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
    private static final String TUNNEL = "HTTP/1.1 200 OK\r\n\r\n";

    /** Thrown by what is the user's. */
    private static final RuntimeException FAILURE = new IllegalStateException("the user's function fails, as told");

    private final World world;
    private final boolean calm;
    private final Route route;
    private final Answers answers;
    private final boolean serverEnds;
    private final SSLContext tls;
    private final SimulatedGroup group;
    private final boolean userFails;
    private final List<HandshakeReport> reports = new ArrayList<>();
    private final List<ByteTransport> servers = new ArrayList<>();
    private @Nullable CompletableFuture<Established> future;
    private @Nullable Established open;
    private @Nullable Throwable failure;
    private @Nullable Talk talk;
    private int ends;
    private boolean beingCancelled;

    ConnectSimulation(long seed, boolean calm) {
        this.world = new World(new SplittableRandom(seed), Duration.ofMinutes(1));
        this.calm = calm;
        this.route = new Route(world.random);
        this.answers = Answers.some(world.random);
        this.serverEnds = world.chance(50);
        this.userFails = !calm && world.chance(20);
        this.tls = SeededTls.context(seed);
        this.group = new SimulatedGroup(world, new Faults(-1, Kind.ERROR), Waiting.NOT, this::serves);
        group.capacity = CAPACITIES[world.random.nextInt(CAPACITIES.length)];
        group.onConnect = this::dialled;
    }

    ConnectSimulation run() {
        ClientHandshaker client = client();
        world.invariants(this::check);
        world.soon(() -> begin(client));
        if (!calm) {
            disturb();
        }
        world.in(TOO_LATE_MILLIS, () -> List.copyOf(servers).forEach(ByteTransport::close));
        world.run();
        if (ends != 1) {
            world.violation(ends + " ends");
        }
        judge(route.expected(client, answers, serverEnds));
        if (open != null) {
            open.transport().close();
        }
        return this;
    }

    private void begin(ClientHandshaker client) {
        future = client.connectAsync(URI.create(route.hops.get(0).uri()));
        future.whenComplete((open, failure) -> {
            world.enter();
            world.note("ends with " + (open != null ? open : failure));
            ends++;
            this.open = open;
            this.failure = failure;
            if (open != null) {
                talk = new Talk(world, open.transport());
                Talk ours = talk;
                // Who has read our end says no more, by TLS 1.2.
                boolean secure = ConnectionInfo.of(open.transport()).secure();
                world.soon(() -> ours.say(Requests.FRAME, !secure));
            }
        });
    }

    private ClientHandshaker client() {
        Duration timeout = world.time(!calm && world.chance(30) ? 1 + world.random.nextInt(150) : TIMEOUT_MILLIS);
        ClientHandshaker.Builder builder = ClientHandshaker.builder()
                .group(group)
                .scheduler(world)
                .timeout(timeout)
                .limits(Limits.defaults().withInterimResponses(2))
                .followRedirects(route.redirects)
                .tls(tls)
                .listener(this::reported);
        if (world.chance(30)) {
            builder.executor(world);
        }
        if (world.chance(50)) {
            builder.subprotocols("superchat", "chat").extensions(PermessageDeflate.defaults());
        }
        if (world.chance(30)) {
            builder.tlsParameters(SeededTls.someVersions(world.random));
        }
        if (route.authenticates) {
            builder.authenticator((uri, challenge) -> {
                ask("the authenticator");
                return route.givesUp ? null : "Basic bWU6c2VjcmV0";
            });
        }
        if (route.proxied) {
            builder.proxy("proxy.example", 3128).proxyCredentials(() -> {
                ask("the credentials");
                return new PasswordAuthentication("me", "secret".toCharArray());
            });
        }
        return builder.build();
    }

    private void ask(String whom) {
        world.enter();
        world.note(whom + " asked");
        if (userFails) {
            throw FAILURE;
        }
    }

    private void reported(HandshakeReport report) {
        world.enter();
        world.note("report: " + (report.opened() ? "open" : "" + report.cause()));
        if (ends > 0 && !beingCancelled) {
            world.violation("a report behind the end");
        }
        reports.add(report);
    }

    /** Of a name's addresses the last one can be reached; what the others do is for the seed to say. */
    private void dialled(Attempt attempt) {
        InetSocketAddress remote = (InetSocketAddress) attempt.remote();
        String address = remote.getAddress().getHostAddress();
        world.note("dials " + address);
        boolean closed = address.equals("192.0.2.6");
        boolean good = address.endsWith(".1")
                || address.endsWith(".3")
                || address.endsWith(".4")
                || address.endsWith(".5")
                || address.endsWith(".8");
        boolean disturbed = !calm && world.chance(10);
        int fate = closed || disturbed ? world.random.nextInt(2) : good ? 3 : world.random.nextInt(4);
        switch (fate) {
            case 0 -> world.soon(() -> refuse(attempt));
            case 1 -> refuse(attempt);
            case 2 -> world.note("and nobody answers");
            default -> group.connected(attempt);
        }
    }

    private void refuse(Attempt attempt) {
        attempt.future().completeExceptionally(new IOException("refused, as told"));
    }

    /** The other end of each connection: a proxy or a server, behind TLS if it is meant to be. */
    private void serves(SimulatedTransport other) {
        servers.add(other);
        if (!route.proxied) {
            serve(group.lastRemote().getPort() == 443 ? secured(other) : other);
            return;
        }
        Talk talk = new Talk(world, other);
        talk.onHeard = () -> {
            if (talk.ended()) {
                world.soon(other::close);
            } else if (talk.heard().endsWith("\r\n\r\n")) {
                talk.stop();
                String head = talk.heard();
                if (head.contains("Sec-WebSocket") || head.contains("\r\nAuthorization")) {
                    world.violation("the proxy was told: " + head);
                }
                boolean asks = route.proxyAsks && !head.contains("\r\nProxy-Authorization: ");
                Talk.sayAtOnce(asks ? CHALLENGE : route.proxyDeclines ? DECLINED : TUNNEL, other);
                if (!asks && !route.proxyDeclines) {
                    serve(head.startsWith("CONNECT ") && head.contains(":443 ") ? secured(other) : other);
                }
            }
        };
        world.soon(talk);
    }

    private ByteTransport secured(SimulatedTransport other) {
        return TlsTransport.server(other, tls);
    }

    private void serve(ByteTransport transport) {
        servers.add(transport);
        Talk talk = new Talk(world, transport);
        talk.onHeard = () -> {
            String heard = talk.heard();
            if (talk.ended()) {
                world.soon(transport::close);
            } else if (heard.endsWith("\r\n\r\n")) {
                talk.onHeard = () -> {
                    if (talk.ended()) {
                        world.soon(transport::close);
                    }
                };
                answer(talk, heard);
            }
        };
        world.soon(talk);
    }

    private void answer(Talk talk, String head) {
        int number = Integer.parseInt(head.substring("GET /".length(), head.indexOf(" HTTP")));
        if (number >= route.hops.size()) {
            world.violation("asked for " + number);
            return;
        }
        Hop hop = route.hops.get(number);
        boolean authorized = head.contains("\r\nAuthorization: ");
        if (authorized && !mayBeAuthorized(hop)) {
            world.violation(hop + " was told the credentials of another");
        }
        String answer = route.answer(hop, authorized);
        sayInPieces(talk, answer == null ? answers.to(head) : answer, answer == null && serverEnds);
    }

    /** Those of the origin that has asked, and of the next ones as long as they are of the same origin. */
    private boolean mayBeAuthorized(Hop hop) {
        Hop from = hop;
        for (int i = hop.number(); i >= 0 && route.hops.get(i).hasOriginOf(hop); i--) {
            from = route.hops.get(i);
            if (from.challenges() || from.kind() == Route.Kind.ANSWERS) {
                return true;
            }
        }
        return false;
    }

    private void sayInPieces(Talk talk, String text, boolean thenEnd) {
        int cut = text.length() < 2 || world.chance(50) ? text.length() : 1 + world.random.nextInt(text.length() - 1);
        world.soon(() -> {
            talk.say(text.substring(0, cut), cut == text.length() && thenEnd);
            if (cut < text.length()) {
                sayInPieces(talk, text.substring(cut), thenEnd);
            }
        });
    }

    private void disturb() {
        List<Runnable> disturbances = List.of(
                this::cancel,
                () -> group.ends().forEach(SimulatedTransport::breakOff),
                () -> List.copyOf(servers).forEach(ByteTransport::close),
                () -> {});
        for (int i = world.random.nextInt(2); i >= 0; i--) {
            world.in(world.random.nextInt(120), disturbances.get(world.random.nextInt(disturbances.size())));
        }
    }

    private void cancel() {
        if (future != null) {
            beingCancelled = true;
            boolean cancelled = future.cancel(false);
            world.note("cancelled: " + cancelled);
            beingCancelled = false;
        }
    }

    /** What holds between any two events. */
    private void check() {
        if (world.timers() > 3) {
            world.violation(world.timers() + " timers at once");
        }
        if (ends > 1) {
            world.violation(ends + " ends");
        }
        if (ends == 0 || beingCancelled || world.isWithin()) {
            return;
        }
        if (world.timers() != 0) {
            world.violation(world.timers() + " timers are left");
        }
        if (reports.isEmpty() || reports.get(reports.size() - 1).opened() != (open != null)) {
            world.violation("the last report is not of the end: " + reports.size());
        }
        if (group.attempts().stream().anyMatch(attempt -> !attempt.future().isDone())) {
            world.violation("somebody dials still");
        }
        long left = group.ends().stream().filter(each -> !each.isClosed()).count();
        if (left > (open != null ? 1 : 0)) {
            world.violation(left + " connections are left open");
        }
    }

    private void judge(End expected) {
        String outcome = open != null
                ? Expected.outcome(open.subprotocol().orElse(null), open.extensions())
                : Expected.outcome(failure);
        Expected allowed = Expected.only(expected.outcome());
        if (calm && !(allowed.allows(outcome) && reports.size() == expected.reports())) {
            world.violation("came to " + outcome + " and " + reports.size() + " reports instead of " + expected);
        }
        if (!calm && !(allowed.allowsInPart(outcome) || isOfADisturbance(outcome))) {
            world.violation("came to " + outcome + ", which neither " + expected + " nor the disturbance explains");
        }
        if (reports.size() > expected.reports()) {
            world.violation(reports.size() + " reports instead of " + expected.reports());
        }
        String behind = expected.answered().leftover;
        if (talk != null && !(calm ? behind.equals(talk.heard()) : behind.startsWith(talk.heard()))) {
            world.violation("heard '" + talk.heard() + "' instead of '" + behind + "'");
        }
    }

    private boolean isOfADisturbance(String outcome) {
        return outcome.equals("NOT_REACHED")
                || userFails && outcome.equals("IllegalStateException")
                || outcome.startsWith("UPGRADE_DECLINED")
                || Simulation.isOfADisturbance(outcome);
    }

    List<String> problems() {
        return world.violations();
    }

    String history() {
        return (calm ? "calm, " : "disturbed, ") + route + "\n" + world.history();
    }
}
