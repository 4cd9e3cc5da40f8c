package dev.handshake.hardening.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Decision;
import dev.handshake.Established;
import dev.handshake.HandshakeResponse;
import dev.handshake.HandshakeServer;
import dev.handshake.ListenOptions;
import dev.handshake.ServerHandshaker;
import dev.handshake.hardening.simulation.Faults.Kind;
import dev.handshake.hardening.simulation.SimulatedTransport.Waiting;
import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.SelfSigned;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A port at which whatever is called fails once: the first call, the second, and so on until a connection needs no more. Each
 * time the connection is closed unless it was handed over, its place is free again for the next one, and stopping comes to
 * its end.
 */
class ListenFaultsTest {

    private static final int MOST_CALLS = 3_000;
    private static final String REQUEST = "GET /chat HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    private static final String PLAIN = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String PROXIED = "PROXY TCP4 192.0.2.1 192.0.2.2 1234 80\r\n";

    /** What comes in front of the request, and whether there are plain ones before. */
    record Setup(Waiting waiting, boolean proxied, boolean tls, boolean plainFirst) {}

    private Faults faults;
    private World world;
    private int reports;
    private final List<Established> open = new ArrayList<>();

    static Stream<Setup> setups() {
        return Stream.of(Waiting.NOT, Waiting.IN_CALL)
                .flatMap(waiting -> Stream.of(
                        new Setup(waiting, false, false, false),
                        new Setup(waiting, true, false, true),
                        new Setup(waiting, true, true, false)));
    }

    @ParameterizedTest
    @MethodSource("setups")
    void freesThePlaceWhateverCallFails(Setup setup) throws IOException {
        // With TLS there are many calls, of which FaultsTest has tried each in every way.
        for (Kind kind : setup.tls ? new Kind[] {Kind.ERROR} : Kind.values()) {
            int failAt = 0;
            do {
                tryWith(setup, new Faults(failAt, kind));
                assertThat(++failAt).as("calls").isLessThan(MOST_CALLS);
            } while (faults.fired());
            assertThat(failAt).as("calls").isGreaterThan(5);
        }
    }

    private void tryWith(Setup setup, Faults faults) throws IOException {
        this.faults = faults;
        this.world = new World(new SplittableRandom(1));
        reports = 0;
        open.clear();
        world.somebodyWaits = setup.waiting != Waiting.NOT;
        world.onSchedule = () -> faults.in("the timer");
        SimulatedGroup group = new SimulatedGroup(world, faults, setup.waiting, other -> visits(setup, other));
        HandshakeServer server = listening(setup, group);
        if (server == null) {
            assertThat(faults.where()).isEqualTo("a listen");
            return;
        }
        world.soon(() -> group.arrives(faults));
        world.run();
        String where = setup + ", " + faults.where() + " threw " + faults.thrown() + "\n" + world.history();
        assertThat(server.pending()).as(where).isZero();
        assertThat(world.timers()).as(where).isZero();
        assertThat(reports).as(where).isBetween(1, setup.plainFirst ? 3 : 1);
        assertThat(group.ends().get(0).isClosed()).as(where).isEqualTo(open.isEmpty());
        boolean harmless = !faults.fired() || faults.where().equals("the listener");
        assertThat(open.isEmpty()).as(where).isEqualTo(!harmless);
        servesTheNext(group, server, where);
    }

    private void servesTheNext(SimulatedGroup group, HandshakeServer server, String where) {
        faults.stop();
        int before = open.size();
        world.soon(() -> group.arrives(new Faults(-1, Kind.ERROR)));
        world.run();
        assertThat(open).as(where + "\n" + world.history()).hasSize(before + 1);
        assertThat(server.stop()).as(where).isDone();
        assertThat(world.violations()).as(where).isEmpty();
    }

    private @Nullable HandshakeServer listening(Setup setup, SimulatedGroup group) throws IOException {
        ListenOptions options = ListenOptions.defaults().pendingAtMost(1, 1);
        options = setup.proxied ? options.proxyProtocol("127.0.0.1") : options;
        try {
            return handshaker()
                    .listen(
                            group,
                            SimulatedGroup.ADDRESS,
                            setup.tls ? options.tls(SelfSigned.localhost()) : options,
                            this::opened);
        } catch (IOException | RuntimeException | Error e) {
            assertThat(e).isSameAs(faults.thrown());
            return null;
        }
    }

    private void opened(Established established) {
        faults.in("whoever takes open connections");
        open.add(established);
    }

    private ServerHandshaker handshaker() {
        return ServerHandshaker.builder()
                .scheduler(world)
                .timeout(Duration.ofHours(1))
                .keepAlive(true)
                .listener(report -> {
                    reports++;
                    faults.in("the listener");
                })
                .fallback(request -> {
                    faults.in("the fallback");
                    return HandshakeResponse.builder(200).body("well").build();
                })
                .asyncDecider(request -> {
                    faults.in("the decider");
                    return CompletableFuture.completedFuture(Decision.accept());
                })
                .decorate((request, status, headers) -> faults.in("the decorator"))
                .build();
    }

    /** A client that leaves when it has all answers, or the connection ends. */
    private void visits(Setup setup, SimulatedTransport other) {
        ByteTransport transport = other;
        if (setup.proxied) {
            Talk.sayAtOnce(PROXIED, other);
        }
        if (setup.tls && other.toString().equals("other 0")) {
            transport = TlsTransport.client(other, SelfSigned.localhost(), "localhost", 443, new SSLParameters());
        }
        ByteTransport used = transport;
        Talk talk = new Talk(world, used);
        talk.onHeard = () -> {
            if (talk.ended()) {
                world.soon(used::close);
            }
        };
        world.soon(() -> talk.say(setup.plainFirst ? PLAIN + PLAIN + REQUEST : REQUEST, false));
    }
}
