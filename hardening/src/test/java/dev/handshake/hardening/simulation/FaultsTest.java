package dev.handshake.hardening.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ClientHandshaker;
import dev.handshake.Decision;
import dev.handshake.Established;
import dev.handshake.Extension;
import dev.handshake.ExtensionNegotiator;
import dev.handshake.HandshakeException;
import dev.handshake.HandshakeFailure;
import dev.handshake.HandshakeResponse;
import dev.handshake.HandshakerBuilder;
import dev.handshake.Role;
import dev.handshake.ServerHandshaker;
import dev.handshake.Subprotocols;
import dev.handshake.hardening.simulation.Faults.Kind;
import dev.handshake.hardening.simulation.SimulatedTransport.Waiting;
import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.SelfSigned;
import dev.handshake.tls.TlsTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a handshake calls fails once: the first call, the second, and so on until a handshake needs no more. Each time
 * there is one end and one report, the connection is closed unless it is open or kept, and nothing is left behind.
 */
class FaultsTest {

    private static final int MOST_CALLS = 3_000;

    /** One combination of who is tested, how, and what the request asks for. */
    record Setup(Role tested, Waiting waiting, boolean verbWaits, boolean onExecutor, boolean tls, boolean plainHttp) {}

    private Faults faults;
    private World world;
    private Party party;
    private int listened;

    static Stream<Setup> setups() {
        return Stream.of(Role.values())
                .flatMap(role -> IntStream.range(0, 16).mapToObj(bits -> {
                    boolean tls = (bits & 1) != 0;
                    boolean plainHttp = role == Role.SERVER && (bits & 2) != 0;
                    return switch (bits >> 2) {
                        case 0 -> new Setup(role, Waiting.NOT, false, false, tls, plainHttp);
                        case 1 -> new Setup(role, Waiting.NOT, false, true, tls, plainHttp);
                        case 2 -> new Setup(role, Waiting.BY_RETRY, true, false, tls, plainHttp);
                        default -> new Setup(role, Waiting.IN_CALL, (bits & 2) == 0, true, tls, plainHttp);
                    };
                }))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("setups")
    void endsOnceWhateverCallFails(Setup setup) {
        for (Kind kind : Kind.values()) {
            int failAt = 0;
            do {
                tryWith(setup, new Faults(failAt, kind));
                assertThat(++failAt).as("calls").isLessThan(MOST_CALLS);
            } while (faults.fired());
            assertThat(failAt).as("calls").isGreaterThan(5);
        }
    }

    private void tryWith(Setup setup, Faults faults) {
        this.faults = faults;
        this.world = new World(new SplittableRandom(1));
        this.listened = 0;
        world.somebodyWaits = setup.waiting != Waiting.NOT;
        Pipe up = new Pipe(world, 1 << 16);
        Pipe down = new Pipe(world, 1 << 16);
        boolean server = setup.tested == Role.SERVER;
        SimulatedTransport tested =
                new SimulatedTransport(world, "tested", setup.waiting, server ? up : down, server ? down : up);
        SimulatedTransport other =
                new SimulatedTransport(world, "other", Waiting.NOT, server ? down : up, server ? up : down);
        SimulatedTransport.connect(tested, other);
        world.onSchedule = () -> faults.in("the timer");
        ByteTransport fragile = new Faults.Fragile(tested, faults);
        party = new Party(
                world, "tested", tested, setup.verbWaits, server ? serving(setup, fragile) : asking(setup, fragile));
        party.onOpen = faults::stop;
        world.soon(() -> begin(tested));
        begin(setup, other);
        world.run();
        judge(setup, tested);
    }

    /** A client's decorator that fails does so in the call that starts the handshake, which then has not begun. */
    private void begin(SimulatedTransport tested) {
        try {
            party.begin();
        } catch (RuntimeException | Error e) {
            if (e != faults.thrown() || !faults.where().equals("the decorator of a client")) {
                world.violation("thrown at once: " + e);
            }
            assertThat(tested.isClosed()).as("closed").isFalse();
            tested.close();
        }
    }

    /** The other side, which nothing befalls. */
    private void begin(Setup setup, SimulatedTransport other) {
        boolean client = setup.tested == Role.SERVER;
        ByteTransport transport = setup.tls ? secured(other, client) : other;
        Talk talk = new Talk(world, transport);
        talk.onHeard = () -> {
            boolean head = talk.heard().endsWith("\r\n\r\n");
            if (talk.ended() || client && talk.heard().contains("\r\n\r\n")) {
                world.soon(transport::close);
            } else if (head) {
                talk.say(new Answers(ANSWER).to(talk.heard()), false);
            }
        };
        world.soon(() -> talk.say(client ? setup.plainHttp ? PLAIN : REQUEST : "", false));
    }

    private static final String REQUEST = "GET /chat HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Extensions: x-test\r\n\r\n";
    private static final String PLAIN = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String ANSWER = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Extensions: x-test\r\n\r\n";

    private static TlsTransport secured(ByteTransport below, boolean client) {
        return client
                ? TlsTransport.client(below, SelfSigned.localhost(), "localhost", 443, new SSLParameters())
                : TlsTransport.server(below, SelfSigned.localhost());
    }

    private <B extends HandshakerBuilder<B>> B common(Setup setup, B builder) {
        if (setup.onExecutor) {
            builder.executor(task -> {
                faults.in("the executor");
                world.execute(task);
            });
        }
        return builder.scheduler(world).timeout(Duration.ofHours(1)).listener(report -> {
            listened++;
            party.report(report);
            faults.in("the listener");
        });
    }

    private Party.Verb serving(Setup setup, ByteTransport transport) {
        ServerHandshaker server = common(setup, ServerHandshaker.builder())
                .subprotocols(Subprotocols.serverPreference("chat"))
                .extensions(new Negotiator())
                .fallback(request -> {
                    faults.in("the fallback");
                    return HandshakeResponse.builder(200).body("well").build();
                })
                .asyncDecider(request -> {
                    faults.in("the decider");
                    return CompletableFuture.completedFuture(Decision.accept());
                })
                .decorate((request, status, headers) -> {
                    faults.in("the decorator of a server");
                    headers.add("X-Decorated", "yes");
                })
                .build();
        ByteTransport used = setup.tls ? secured(transport, false) : transport;
        return new Party.Verb() {
            @Override
            public Established await(ByteBuffer alreadyRead) throws IOException {
                return server.accept(used, alreadyRead);
            }

            @Override
            public CompletableFuture<Established> start(ByteBuffer alreadyRead) {
                return server.acceptAsync(used, alreadyRead);
            }
        };
    }

    private Party.Verb asking(Setup setup, ByteTransport transport) {
        ClientHandshaker client = common(setup, ClientHandshaker.builder())
                .extensions(new Negotiator())
                .decorate(headers -> faults.in("the decorator of a client"))
                .build();
        ByteTransport used = setup.tls ? secured(transport, true) : transport;
        return new Party.Verb() {
            @Override
            public Established await(ByteBuffer alreadyRead) throws IOException {
                return client.handshake(used, "localhost", "/chat");
            }

            @Override
            public CompletableFuture<Established> start(ByteBuffer alreadyRead) {
                return client.handshakeAsync(used, "localhost", "/chat");
            }
        };
    }

    /** Of a user's own extension; a server asks it for an answer, a client whether it allows one. */
    private final class Negotiator implements ExtensionNegotiator {
        @Override
        public String name() {
            return "x-test";
        }

        @Override
        public int reservedBits() {
            return 0;
        }

        @Override
        public Optional<Extension> answer(Extension offer) {
            faults.in("the negotiator of a server");
            return Optional.of(offer);
        }

        @Override
        public List<Extension> offers() {
            return Extension.parse("x-test");
        }

        @Override
        public boolean allows(Extension offer, Extension answer) {
            faults.in("the negotiator of a client");
            return true;
        }
    }

    private void judge(Setup setup, SimulatedTransport tested) {
        String where = setup + ", " + faults.where() + " threw " + faults.thrown() + "\n" + world.history();
        assertThat(world.violations()).as(where).isEmpty();
        assertThat(world.timers()).as(where).isZero();
        if (faults.where().equals("the decorator of a client")) {
            assertThat(listened).as(where).isZero();
            return;
        }
        assertThat(listened).as(where).isEqualTo(1);
        Throwable failure = party.lastFailure();
        if (!faults.fired() || faults.where().equals("the listener")) {
            assertThat(party.open() != null).as(where).isEqualTo(!setup.plainHttp);
        } else if (failure instanceof HandshakeException e && e.failure() == HandshakeFailure.CALLBACK_FAILED) {
            assertThat(e).as(where).hasCause(faults.thrown());
        } else if (failure instanceof HandshakeException e) {
            // It was known before. That TLS could not say goodbye is worth no word.
            assertThat(e.failure()).as(where).isEqualTo(HandshakeFailure.NO_CONNECTION);
            assertThat(setup.tls || List.of(e.getSuppressed()).contains(faults.thrown()))
                    .as(where)
                    .isTrue();
        } else {
            assertThat(failure).as(where).isSameAs(faults.thrown());
        }
        assertThat(tested.isClosed()).as(where).isEqualTo(party.open() == null);
        faults.stop();
        if (party.open() != null) {
            party.open().transport().close();
        }
        party.checkAtTheEnd();
        assertThat(world.violations()).as(where).isEmpty();
    }
}
