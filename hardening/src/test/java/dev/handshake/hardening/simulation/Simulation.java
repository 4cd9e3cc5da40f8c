package dev.handshake.hardening.simulation;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.HandshakeResponse;
import dev.handshake.HandshakerBuilder;
import dev.handshake.Limits;
import dev.handshake.PermessageDeflate;
import dev.handshake.ServerHandshaker;
import dev.handshake.Subprotocols;
import dev.handshake.hardening.simulation.SimulatedTransport.Waiting;
import dev.handshake.spi.ByteTransport;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * One connection from its first octet to its last: a server of ours, a client of ours, or both, over a bad network, all of
 * it drawn from a seed. Calm, it must come to what bare engines make of the same octets; with disturbances, to that or to
 * the failure that the disturbance is. With TLS all of that is the same, but that an end may be a truncation.
 */
final class Simulation {

    /** Who is at the ends: at least one of ours. */
    private enum Ends {
        OUR_SERVER,
        OUR_CLIENT,
        BOTH
    }

    private static final int[] CAPACITIES = {10, 80, 300, 1 << 16};
    private static final int LEAST_FOR_TLS = 4_000;
    private static final long TIMEOUT_MILLIS = Duration.ofHours(1).toMillis();
    private static final long TOO_LATE_MILLIS = Duration.ofHours(9).toMillis();

    private final World world;
    private final boolean calm;
    private final Ends ends;
    private final boolean peerEnds;
    private final Decisions decisions;
    private final Duration timeout;
    private final SimulatedTransport atServer;
    private final SimulatedTransport atClient;
    /** The same ends, or TLS over them. */
    private final ByteTransport serving;

    private final ByteTransport asking;
    private final List<Party> parties = new ArrayList<>();

    private @Nullable Party server;
    private @Nullable Party client;
    private @Nullable Expected expectedOfServer;
    private @Nullable Expected expectedOfClient;
    private @Nullable Talk peer;
    private @Nullable Talk serverTalk;
    private @Nullable Talk clientTalk;

    Simulation(long seed, boolean calm, boolean tls) {
        this.world = new World(new SplittableRandom(seed), Duration.ofMinutes(1));
        this.calm = calm;
        this.ends = Ends.values()[world.random.nextInt(Ends.values().length)];
        this.peerEnds = world.chance(50);
        this.decisions = Decisions.values()[world.random.nextInt(Decisions.values().length)];
        this.timeout =
                !calm && world.chance(20) ? world.time(1 + world.random.nextInt(150)) : world.time(TIMEOUT_MILLIS);
        int capacity = world.chance(4) ? 1 : CAPACITIES[world.random.nextInt(CAPACITIES.length)];
        // What TLS says unasked, such as tickets, must find room, or two that write before they read wait for each
        // other.
        capacity = tls ? Math.max(LEAST_FOR_TLS, capacity) : capacity;
        Waiting waiting = world.chance(60) ? Waiting.NOT : world.chance(50) ? Waiting.BY_RETRY : Waiting.IN_CALL;
        world.somebodyWaits = waiting != Waiting.NOT;
        boolean serverWaits = ends == Ends.OUR_SERVER || ends == Ends.BOTH && world.chance(50);
        Pipe up = new Pipe(world, capacity);
        Pipe down = new Pipe(world, capacity);
        this.atServer = new SimulatedTransport(world, "server", serverWaits ? waiting : Waiting.NOT, up, down);
        this.atClient = new SimulatedTransport(
                world, "client", serverWaits || ends == Ends.OUR_SERVER ? Waiting.NOT : waiting, down, up);
        SimulatedTransport.connect(atServer, atClient);
        if (tls) {
            atServer.isBelowTls = true;
            atClient.isBelowTls = true;
            SSLContext context = SeededTls.context(seed);
            SSLParameters versions = SeededTls.someVersions(world.random);
            this.serving = TlsTransport.server(atServer, context, versions);
            this.asking = TlsTransport.client(atClient, context, "a.example", 443, new SSLParameters());
        } else {
            this.serving = atServer;
            this.asking = atClient;
        }
    }

    /** Lets it all happen. What is wrong is in {@link #problems}. */
    Simulation run() {
        ServerHandshaker ourServer = ends == Ends.OUR_CLIENT ? null : server();
        ClientHandshaker ourClient = ends == Ends.OUR_SERVER ? null : client();
        if (ourClient == null) {
            rawClient(ourServer);
        } else if (ourServer == null) {
            rawServer(ourClient);
        } else {
            expectedOfClient = Expected.client(
                    ourClient.start("a.example", "/chat"),
                    request -> {
                        expectedOfServer = Expected.server(ourServer, decisions, request, true);
                        return expectedOfServer.written.toString();
                    },
                    true);
        }
        world.in(TOO_LATE_MILLIS, () -> parties.forEach(this::closeWhatOpened));
        if (!calm) {
            disturb();
        }
        world.invariants(this::check);
        world.run();
        judge();
        parties.forEach(Party::checkAtTheEnd);
        return this;
    }

    private void check() {
        parties.forEach(Party::check);
        if (world.timers() != 0 && parties.stream().allMatch(Party::isIdle)) {
            world.violation(world.timers() + " timers are left");
        }
    }

    private <B extends HandshakerBuilder<B>> boolean settings(B builder, SimulatedTransport transport) {
        builder.timeout(timeout)
                .scheduler(world)
                .limits(Limits.defaults()
                        .withHeadBytes(world.chance(30) ? 2048 : 16384)
                        .withInterimResponses(2)
                        .withDrain(1 << 20, timeout.dividedBy(2)));
        if (transport.blocks() || world.chance(30)) {
            builder.executor(world);
        }
        return transport.waiting() != Waiting.NOT && (transport.waiting() == Waiting.BY_RETRY || world.chance(50));
    }

    private ServerHandshaker server() {
        ServerHandshaker.Builder builder = ServerHandshaker.builder().keepAlive(world.chance(50));
        boolean waits = settings(builder, atServer);
        if (world.chance(50)) {
            builder.subprotocols(Subprotocols.serverPreference("chat")).extensions(PermessageDeflate.defaults());
        }
        if (world.chance(30)) {
            builder.fallback(
                    request -> HandshakeResponse.builder(200).body("well").build());
        }
        decisions.in(builder, world, waits);
        ServerHandshaker handshaker =
                builder.listener(report -> server.report(report)).build();
        server = new Party(world, "server", atServer, waits, new Party.Verb() {
            @Override
            public Established await(ByteBuffer alreadyRead) throws IOException {
                return handshaker.accept(serving, alreadyRead);
            }

            @Override
            public CompletableFuture<Established> start(ByteBuffer alreadyRead) {
                return handshaker.acceptAsync(serving, alreadyRead);
            }
        });
        server.onOpen = () -> serverTalk = talk(server, Answers.FRAME);
        begin(server);
        return handshaker;
    }

    private ClientHandshaker client() {
        ClientHandshaker.Builder builder = ClientHandshaker.builder();
        boolean waits = settings(builder, atClient);
        if (world.chance(50)) {
            builder.subprotocols("superchat", "chat").extensions(PermessageDeflate.defaults());
        }
        ClientHandshaker handshaker =
                builder.listener(report -> client.report(report)).build();
        client = new Party(world, "client", atClient, waits, new Party.Verb() {
            @Override
            public Established await(ByteBuffer alreadyRead) throws IOException {
                return handshaker.handshake(asking, "a.example", "/chat");
            }

            @Override
            public CompletableFuture<Established> start(ByteBuffer alreadyRead) {
                return handshaker.handshakeAsync(asking, "a.example", "/chat");
            }
        });
        client.onOpen = () -> clientTalk = talk(client, Requests.FRAME);
        begin(client);
        return handshaker;
    }

    private void begin(Party party) {
        parties.add(party);
        world.soon(party::begin);
    }

    private Talk talk(Party party, String frame) {
        Talk talk = new Talk(world, party.open().transport());
        // Who has read our end says no more, by TLS 1.2.
        world.soon(() -> talk.say(frame, asking == atClient));
        return talk;
    }

    private void rawClient(ServerHandshaker ourServer) {
        String sent = Requests.some(world.random);
        expectedOfServer = Expected.server(ourServer, decisions, sent, peerEnds);
        peer = new Talk(world, asking);
        world.soon(peer);
        int already = world.chance(30) ? world.random.nextInt(sent.length() + 1) : 0;
        server.hasRead(sent.substring(0, already));
        sayInPieces(sent.substring(already));
        world.in(TOO_LATE_MILLIS, atClient::close);
    }

    private void rawServer(ClientHandshaker ourClient) {
        Answers answers = Answers.some(world.random);
        expectedOfClient = Expected.client(ourClient.start("a.example", "/chat"), answers::to, peerEnds);
        peer = new Talk(world, serving);
        peer.onHeard = () -> {
            if (peer.heard().endsWith("\r\n\r\n")) {
                peer.onHeard = () -> {};
                sayInPieces(answers.to(peer.heard()));
            }
        };
        world.soon(peer);
        world.in(TOO_LATE_MILLIS, atServer::close);
    }

    private void sayInPieces(String text) {
        int cut = text.length() < 2 || world.chance(50) ? text.length() : 1 + world.random.nextInt(text.length() - 1);
        world.soon(() -> {
            peer.say(text.substring(0, cut), cut == text.length() && peerEnds);
            if (cut < text.length()) {
                sayInPieces(text.substring(cut));
            }
        });
    }

    private void closeWhatOpened(Party party) {
        if (party.open() != null) {
            party.open().transport().close();
        }
    }

    private void disturb() {
        List<Runnable> disturbances = new ArrayList<>(List.of(serving::close, asking::close, atServer::breakOff));
        for (Party party : parties) {
            disturbances.add(party::cancel);
            disturbances.add(party::interrupt);
        }
        for (int i = world.random.nextInt(3); i >= 0; i--) {
            world.in(world.random.nextInt(60), disturbances.get(world.random.nextInt(disturbances.size())));
        }
    }

    private void judge() {
        judge("server", server, expectedOfServer, serverTalk);
        judge("client", client, expectedOfClient, clientTalk);
        if (calm && peer != null && server != null) {
            String written = expectedOfServer.written + (server.open() != null ? Answers.FRAME : "");
            String last = expectedOfServer.outcomes.get(expectedOfServer.outcomes.size() - 1);
            boolean abrupt = last.equals("NOT_HTTP") || last.equals("TIMED_OUT") || last.equals("PEER_LEFT");
            if (!(abrupt ? written.startsWith(peer.heard()) : written.equals(peer.heard()))) {
                world.violation("the peer has heard\n" + peer.heard() + "\ninstead of\n" + written);
            }
        }
    }

    private void judge(String name, @Nullable Party party, @Nullable Expected expected, @Nullable Talk talk) {
        if (party == null) {
            return;
        }
        List<String> outcomes = party.outcomes();
        if (ends == Ends.BOTH) {
            // Our client closes, and says goodbye if there is room at once.
            outcomes.replaceAll(outcome -> outcome.equals("TLS TRUNCATED") ? "PEER_LEFT" : outcome);
        }
        if (calm && !(outcomes.size() == expected.outcomes.size() && all(outcomes, expected::allows))) {
            world.violation(name + " came to " + outcomes + " instead of " + expected.outcomes);
        }
        if (!calm && !all(outcomes, outcome -> expected.allowsInPart(outcome) || isOfADisturbance(outcome))) {
            world.violation(name + " came to " + outcomes + ", which neither " + expected.outcomes
                    + " nor the disturbance explains");
        }
        String behind = peer != null ? expected.leftover : party == server ? Requests.FRAME : Answers.FRAME;
        if (talk != null && !(calm ? behind.equals(talk.heard()) : behind.startsWith(talk.heard()))) {
            world.violation(name + " has heard '" + talk.heard() + "' instead of '" + behind + "'");
        }
    }

    private static boolean all(List<String> outcomes, Predicate<String> allowed) {
        return outcomes.stream().allMatch(allowed);
    }

    static boolean isOfADisturbance(String outcome) {
        return List.of(
                        "TIMED_OUT",
                        "CANCELLED",
                        "PEER_LEFT",
                        "TLS TRUNCATED",
                        "IOException",
                        "CancellationException",
                        "ClosedChannelException",
                        "ClosedByInterruptException")
                .contains(outcome);
    }

    /** Returns what was wrong; empty if nothing was. */
    List<String> problems() {
        return world.violations();
    }

    String history() {
        return ends + (calm ? ", calm, " : ", disturbed, ") + decisions + "\n" + world.history();
    }
}
