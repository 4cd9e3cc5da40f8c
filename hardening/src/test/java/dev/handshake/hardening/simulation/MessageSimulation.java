package dev.handshake.hardening.simulation;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.PermessageDeflate;
import dev.handshake.ServerHandshaker;
import dev.handshake.hardening.simulation.SimulatedTransport.Waiting;
import dev.handshake.messages.Ending;
import dev.handshake.messages.MessageFailure;
import dev.handshake.messages.MessageLimits;
import dev.handshake.messages.WebSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * Two WebSockets over a bad network, from the handshake to their ends, all of it drawn from a seed. Either may wait, on threads
 * of its own and over a transport that blocks. Calm, one side closes
 * when all was said: every message arrives, and both ends are clean. With disturbances (either side closes whenever it
 * likes, cuts, is too late; the network breaks), what arrives is the beginning of what was sent. In any case each side ends
 * once, with a code and a reason that are explained, and nobody is left waiting.
 */
final class MessageSimulation {

    private static final int[] CAPACITIES = {20, 100, 1000, 1 << 16};
    private static final Duration LONG = Duration.ofHours(1);

    /** Who waits, on threads and over a transport that blocks. */
    enum Waits {
        NOBODY,
        SERVER,
        CLIENT,
        BOTH
    }

    private final World world;
    private final boolean calm;
    private final Waits waits;
    private final SimulatedThreads threads;
    private final Speaker server;
    private final Speaker client;
    private final SimulatedTransport atServer;
    private final SimulatedTransport atClient;
    private int said;

    MessageSimulation(long seed, boolean calm, Waits waits) {
        this.world = new World(new SplittableRandom(seed));
        this.calm = calm;
        this.waits = waits;
        this.threads = new SimulatedThreads(world);
        boolean serverWaits = waits == Waits.SERVER || waits == Waits.BOTH;
        boolean clientWaits = waits == Waits.CLIENT || waits == Waits.BOTH;
        int capacity = CAPACITIES[world.random.nextInt(CAPACITIES.length)];
        Pipe up = new Pipe(world, capacity);
        Pipe down = new Pipe(world, capacity);
        atServer = new SimulatedTransport(world, "server", serverWaits ? Waiting.ON_THREAD : Waiting.NOT, up, down);
        atClient = new SimulatedTransport(world, "client", clientWaits ? Waiting.ON_THREAD : Waiting.NOT, down, up);
        SimulatedTransport.connect(atServer, atClient);
        // Through a narrow pipe, a long message takes as many events as many others.
        int longest = capacity < 10_000 ? 1_000 : 70_000;
        server = speaker("server", serverWaits, longest);
        client = speaker("client", clientWaits, longest);
    }

    private Speaker speaker(String name, boolean waits, int longest) {
        return waits ? new WaitingSpeaker(world, name, longest, threads) : new Speaker(world, name, longest);
    }

    MessageSimulation run() {
        PermessageDeflate deflate = PermessageDeflate.defaults()
                .withServerNoContextTakeover(world.chance(30))
                .withServerMaxWindowBits(world.chance(50) ? 15 : 8);
        ServerHandshaker.Builder accepting =
                ServerHandshaker.builder().scheduler(world).timeout(LONG);
        ClientHandshaker.Builder asking =
                ClientHandshaker.builder().scheduler(world).timeout(LONG);
        if (world.chance(50)) {
            accepting.extensions(deflate);
            asking.extensions(deflate);
        }
        if (atServer.blocks()) {
            threads.start(() -> begin(server, atServer, accepting.build().accept(atServer)));
        } else {
            begin(server, atServer, accepting.build().acceptAsync(atServer));
        }
        if (atClient.blocks()) {
            threads.start(() -> begin(client, atClient, asking.build().handshake(atClient, "a.example", "/")));
        } else {
            begin(client, atClient, asking.build().handshakeAsync(atClient, "a.example", "/"));
        }
        world.run();
        judge(server, client, atServer);
        judge(client, server, atClient);
        if (calm && !(server.hasBegun() && client.hasBegun())) {
            world.violation("no connection");
        }
        if (world.timers() != 0) {
            world.violation(world.timers() + " timers are left");
        }
        return this;
    }

    private void begin(Speaker speaker, SimulatedTransport transport, CompletableFuture<Established> opening) {
        opening.whenComplete((open, failure) -> {
            if (failure != null) {
                // The other side may have been disturbed already.
                world.note("no connection: " + failure);
            } else {
                begin(speaker, transport, open);
            }
        });
    }

    private void begin(Speaker speaker, SimulatedTransport transport, Established open) {
        speaker.begin(open, options(transport), this::oneHasSaidAll);
        if (!calm) {
            disturb(speaker);
        }
    }

    private WebSocketOptions options(SimulatedTransport transport) {
        Duration close = calm ? LONG : Duration.ofMillis(1 + world.random.nextInt(300));
        Duration idle = calm || world.chance(50) ? LONG : Duration.ofMillis(20 + world.random.nextInt(300));
        return WebSocketOptions.defaults()
                .withScheduler(world)
                .withExecutor(transport.blocks() ? threads::execute : world)
                .withCloseTimeout(close)
                .withIdleTimeout(idle, world.chance(50))
                .withLimits(MessageLimits.defaults().withPartBytes(16 + world.random.nextInt(100)));
    }

    /** One of them closes, either at once or when it has heard everything. */
    private void oneHasSaidAll() {
        if (++said == 2) {
            Speaker closing = world.chance(50) ? server : client;
            Speaker other = closing == server ? client : server;
            world.soon(() -> closing.closeWhen(() -> closing.hasHeard(other)));
        }
    }

    private void disturb(Speaker speaker) {
        List<Runnable> disturbances = new ArrayList<>(List.of(
                () -> speaker.close(1001), () -> speaker.close(4000), speaker::cut, atServer::breakOff, () -> {}));
        if (speaker instanceof WaitingSpeaker waiting) {
            disturbances.add(waiting::interrupt);
        }
        for (int i = world.random.nextInt(2); i >= 0; i--) {
            world.in(world.random.nextInt(100), disturbances.get(world.random.nextInt(disturbances.size())));
        }
        // Whoever is still there ends it in the end.
        world.in(2_000, () -> speaker.close(1000));
    }

    private void judge(Speaker one, Speaker other, SimulatedTransport transport) {
        if (!one.hasBegun()) {
            return;
        }
        one.checkAtTheEnd();
        int behind = new SentFrames(transport.written()).behindTheClose();
        if (behind > 0) {
            world.violation(one + " sent " + behind + " octets behind its close frame");
        }
        if (!transport.isClosed()) {
            world.violation(one + ": its transport is open");
        }
        List<Ending> endings = one.endings();
        if (endings.size() != 1) {
            world.violation(one + " ended " + endings.size() + " times");
            return;
        }
        Ending ending = endings.get(0);
        world.note(one + " ended: " + ending);
        if (calm ? !one.hasHeard(other) : !one.hasHeardSomeOf(other)) {
            world.violation(one + " heard not what " + other + " said: " + one.heard() + " of " + other.sent());
        }
        if (calm && !(ending.isClean() && ending.code() == 1000)) {
            world.violation(one + " ended by " + ending);
        }
        if (!isExplained(ending, other)) {
            world.violation(one + " ended by " + ending + ", which nothing explains");
        }
    }

    /** A clean end has the code that either side has closed with; any other one that of what was done to it. */
    private boolean isExplained(Ending ending, Speaker other) {
        Set<Integer> codes = Set.of(1000, 1001, 4000);
        if (ending.isClean()) {
            return codes.contains(ending.code());
        }
        MessageFailure why = ending.failure().failure();
        boolean outside = Set.of(
                        MessageFailure.PEER_LEFT,
                        MessageFailure.CANCELLED,
                        MessageFailure.IDLE,
                        MessageFailure.CLOSE_TIMED_OUT)
                .contains(why);
        return !calm && outside && (ending.code() == 1006 || codes.contains(ending.code()));
    }

    List<String> problems() {
        return world.violations();
    }

    String history() {
        return (calm ? "calm" : "disturbed") + ", " + waits + "\n" + world.history();
    }
}
