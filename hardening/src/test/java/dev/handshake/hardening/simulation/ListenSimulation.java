package dev.handshake.hardening.simulation;

import dev.handshake.ConnectionInfo;
import dev.handshake.Established;
import dev.handshake.HandshakeReport;
import dev.handshake.HandshakeResponse;
import dev.handshake.HandshakeServer;
import dev.handshake.Limits;
import dev.handshake.ListenOptions;
import dev.handshake.PermessageDeflate;
import dev.handshake.ServerHandshaker;
import dev.handshake.Subprotocols;
import dev.handshake.hardening.simulation.Faults.Kind;
import dev.handshake.hardening.simulation.SimulatedTransport.Waiting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A port from its opening to its end, and who comes to it, all of it drawn from a seed: with PROXY headers, TLS, both or
 * neither, as it is expected or not. Calm, each visitor comes to what bare engines make of what is behind the header and
 * within TLS. With disturbances (visitors leave and break off, deadlines are short, there are too few places, the port is
 * stopped or closed, who takes open connections fails) each connection ends once, closed or handed over, is not touched any
 * more, gives its place back, and leaves no timer; and the port stops when the last place is free.
 */
final class ListenSimulation {

    private static final int[] CAPACITIES = {300, 2_000, 1 << 16};
    private static final int MANY = 100;
    private static final long TIMEOUT_MILLIS = Duration.ofHours(1).toMillis();
    static final long TOO_LATE_MILLIS = Duration.ofHours(9).toMillis();

    private final World world;
    private final boolean calm;
    private final boolean blocks;
    private final Visitor.Port port;
    private final @Nullable SSLContext tls;
    private final Decisions decisions;
    private final int places;
    private final SimulatedGroup group;
    private final List<Visitor> visitors = new ArrayList<>();

    private ServerHandshaker handshaker;
    private HandshakeServer server;
    private Visitor arriving;
    private boolean arrivalGoesOn;
    private boolean hurries;
    private boolean isOver;
    private @Nullable CompletableFuture<Void> stopped;
    private int turnedAwayAtOnce;

    ListenSimulation(long seed, boolean calm) {
        this.world = new World(new SplittableRandom(seed), Duration.ofMinutes(1));
        this.calm = calm;
        this.blocks = world.chance(30);
        world.somebodyWaits = blocks;
        boolean secure = world.chance(60);
        this.tls = SeededTls.context(seed);
        this.port = new Visitor.Port(world.chance(60), secure ? tls : null, !secure || world.chance(60));
        this.decisions = Decisions.values()[world.random.nextInt(Decisions.values().length)];
        this.places = calm ? MANY : 1 + world.random.nextInt(4);
        this.group = new SimulatedGroup(
                world,
                new Faults(-1, Kind.ERROR),
                blocks ? Waiting.IN_CALL : Waiting.NOT,
                other -> arriving.arrives(
                        other, group().ends().get(group().ends().size() - 1), tls));
        group.capacity = CAPACITIES[world.random.nextInt(CAPACITIES.length)];
        for (int i = world.random.nextInt(5); i >= 0; i--) {
            visitors.add(new Visitor(world, visitors.size(), port));
        }
    }

    private SimulatedGroup group() {
        return group;
    }

    ListenSimulation run() throws IOException {
        handshaker = handshaker();
        server = handshaker.listen(group, SimulatedGroup.ADDRESS, options(), this::opened);
        world.invariants(this::check);
        if (blocks) {
            world.soon(() -> oneAfterTheOther(0));
        } else {
            visitors.forEach(visitor -> world.in(world.random.nextInt(60), () -> arrives(visitor)));
        }
        if (!calm) {
            disturb();
        }
        world.run();
        visitors.forEach(visitor -> visitor.checkAtTheEnd(calm));
        checkNothingIsLeft();
        visitors.forEach(visitor -> visitor.judge(handshaker, decisions, calm));
        servesTheNext();
        return this;
    }

    private ListenOptions options() {
        ListenOptions options =
                ListenOptions.defaults().pendingAtMost(places, calm ? MANY : 1 + world.random.nextInt(places));
        if (port.proxied()) {
            options = options.proxyProtocol("10.0.0.0/8");
        }
        if (port.tls() != null) {
            options = options.tls(tls, SeededTls.someVersions(world.random));
        }
        return port.plain() ? options : options.tlsOnly();
    }

    private ServerHandshaker handshaker() {
        hurries = !calm && world.chance(30);
        Duration timeout = world.time(hurries ? 1 + world.random.nextInt(150) : TIMEOUT_MILLIS);
        ServerHandshaker.Builder builder = ServerHandshaker.builder()
                .keepAlive(world.chance(60))
                .scheduler(world)
                .timeout(timeout)
                .limits(Limits.defaults()
                        .withHeadBytes(world.chance(30) ? 2048 : 16384)
                        .withDrain(1 << 20, timeout.dividedBy(2)))
                .listener(this::reported);
        if (blocks || world.chance(30)) {
            builder.executor(world);
        }
        if (world.chance(50)) {
            builder.subprotocols(Subprotocols.serverPreference("chat")).extensions(PermessageDeflate.defaults());
        }
        if (world.chance(30)) {
            builder.fallback(
                    request -> HandshakeResponse.builder(200).body("well").build());
        }
        decisions.in(builder, world, blocks);
        return builder.build();
    }

    /** A thread for each connection can't be had; so of those that wait, one has gone when the next one comes. */
    private void oneAfterTheOther(int number) {
        if (number < visitors.size()) {
            arrives(visitors.get(number));
            world.soon(() -> oneAfterTheOther(number + 1));
        }
    }

    private void arrives(Visitor visitor) {
        world.note(visitor + " comes");
        world.in(TOO_LATE_MILLIS, visitor::leave);
        arriving = visitor;
        arrivalGoesOn = true;
        boolean late = stopped != null;
        int before = server.pending();
        group.arrives(new Faults(-1, Kind.ERROR), visitor.address());
        arrivalGoesOn = false;
        // Set by an interrupt; a group's thread would be done here.
        Thread.interrupted();
        if (late && (!visitor.isClosed() || server.pending() > before)) {
            world.violation(visitor + " was let in when the port had stopped");
        }
    }

    private void reported(HandshakeReport report) {
        Visitor visitor = at(report.connection());
        world.note("report of " + visitor + ": " + (report.opened() ? "open" : "" + report.cause()));
        visitor.reported(report);
    }

    private Visitor at(ConnectionInfo connection) {
        return visitors.get(
                Visitor.numberAt((InetSocketAddress) connection.remoteAddress().orElseThrow()));
    }

    private void opened(Established established) {
        Visitor visitor = at(ConnectionInfo.of(established.transport()));
        if (!calm && !isOver && world.chance(10)) {
            throw new IllegalStateException("who takes " + visitor + " fails, as told");
        }
        visitor.opened(established);
    }

    private void disturb() {
        List<Runnable> disturbances = new ArrayList<>();
        for (Visitor visitor : visitors) {
            disturbances.add(visitor::leave);
            disturbances.add(visitor::breakOff);
        }
        disturbances.add(this::stop);
        disturbances.add(this::close);
        disturbances.add(() -> {
            if (blocks && arrivalGoesOn) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = world.random.nextInt(4); i >= 0; i--) {
            world.in(world.random.nextInt(80), disturbances.get(world.random.nextInt(disturbances.size())));
        }
    }

    private void stop() {
        world.note("the port is stopped");
        stopped = server.stop();
    }

    private void close() {
        stop();
        world.note("the port is closed");
        server.close();
        for (Visitor visitor : visitors) {
            boolean comes = arrivalGoesOn && visitor == arriving;
            if (visitor.hasArrived() && !comes && !visitor.isHandedOver() && !visitor.isClosed()) {
                world.violation(visitor + ": open when the port was closed");
            }
        }
    }

    /** What holds between any two events. */
    private void check() {
        int pending = server.pending();
        if (pending < 0 || pending > places) {
            world.violation(pending + " of " + places + " places are taken");
        }
        // As many as there are places may be being turned away.
        if (world.timers() > pending + places) {
            world.violation(world.timers() + " timers for " + pending + " handshakes");
        }
        if (stopped != null && !arrivalGoesOn && stopped.isDone() != (pending == 0)) {
            world.violation("stopped: " + stopped.isDone() + ", pending: " + pending);
        }
    }

    private void checkNothingIsLeft() {
        if (server.pending() != 0) {
            world.violation(server.pending() + " places are not free again");
        }
        if (world.timers() != 0) {
            world.violation(world.timers() + " timers are left");
        }
    }

    /** A good one comes when all is over: it is let in, unless the port is stopped. */
    private void servesTheNext() {
        Visitor next = Visitor.good(world, visitors.size(), port);
        visitors.add(next);
        isOver = true;
        world.soon(() -> arrives(next));
        world.run();
        boolean accepts = decisions == Decisions.NONE || decisions == Decisions.AT_ONCE || decisions == Decisions.LATER;
        if (stopped == null && !hurries && accepts && !next.isHandedOver()) {
            world.violation(next + ": not served, when all others had gone");
        }
        next.checkAtTheEnd(stopped == null);
        checkNothingIsLeft();
        if (!server.stop().isDone()) {
            world.violation("it does not stop");
        }
    }

    List<String> problems() {
        return world.violations();
    }

    String history() {
        return (calm ? "calm, " : "disturbed, ") + port + ", " + places + " places, " + decisions + "\n"
                + world.history();
    }
}
