package dev.handshake.hardening.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ClientHandshaker;
import dev.handshake.Established;
import dev.handshake.HandshakeReport;
import dev.handshake.hardening.simulation.Faults.Kind;
import dev.handshake.hardening.simulation.SimulatedTransport.Waiting;
import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.SelfSigned;
import dev.handshake.tls.TlsTransport;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The way from a URI to an open connection, on which whatever is called fails once: the first call, the second, and so on until
 * all goes well. Each time there is one end and one report for each attempt, every connection is closed but the one that is
 * open, and no timer is left.
 */
@Timeout(120)
class ConnectFaultsTest {

    private static final int MOST_CALLS = 3_000;

    private static final String GOOD = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n";
    private static final String MOVED = "HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n";
    private static final String TUNNEL = "HTTP/1.1 200 OK\r\n\r\n";
    private static final String WHO =
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                    + "Content-Length: 0\r\n\r\n";

    /** Which way there is. */
    enum Way {
        DIRECT,
        TLS,
        REDIRECTED,
        TUNNELLED
    }

    private Faults faults;
    private World world;
    private final List<HandshakeReport> reports = new ArrayList<>();
    private final List<Object> ends = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void endsOnceWhateverCallFails(Way way) {
        // With TLS there are many calls, of which FaultsTest has tried each in every way.
        for (Kind kind : way == Way.TLS ? new Kind[] {Kind.ERROR} : Kind.values()) {
            int failAt = 0;
            do {
                tryWith(way, new Faults(failAt, kind));
                assertThat(++failAt).as("calls").isLessThan(MOST_CALLS);
            } while (faults.fired());
            assertThat(failAt).as("calls").isGreaterThan(5);
        }
    }

    private void tryWith(Way way, Faults faults) {
        this.faults = faults;
        this.world = new World(new SplittableRandom(1));
        reports.clear();
        ends.clear();
        world.onSchedule = () -> faults.in("the timer");
        SimulatedGroup group = new SimulatedGroup(world, faults, Waiting.NOT, other -> answers(way, other));
        world.soon(() -> client(way, group)
                .connectAsync(URI.create(way == Way.TLS ? "wss://127.0.0.1:8080/" : "ws://127.0.0.1:8080/"))
                .whenComplete((open, failure) -> ends.add(open != null ? open : failure)));
        world.run();
        judge(way, group);
    }

    private ClientHandshaker client(Way way, SimulatedGroup group) {
        ClientHandshaker.Builder client = ClientHandshaker.builder()
                .group(group)
                .scheduler(world)
                .timeout(Duration.ofHours(1))
                .followRedirects(1)
                .tls(SelfSigned.localhost())
                .decorate(headers -> faults.in("the decorator"))
                .listener(report -> {
                    world.enter();
                    reports.add(report);
                    faults.in("the listener");
                });
        if (way == Way.TUNNELLED) {
            client.proxy("127.0.0.1", 3128).proxyCredentials(() -> {
                world.enter();
                faults.in("the credentials");
                return new PasswordAuthentication("me", "secret".toCharArray());
            });
        }
        return client.build();
    }

    /** The other end of each connection, which answers every head that comes. */
    private void answers(Way way, SimulatedTransport other) {
        ByteTransport transport =
                way == Way.TLS ? TlsTransport.server(other, SelfSigned.localhost(), new SSLParameters()) : other;
        Talk talk = new Talk(world, transport);
        boolean first = other.toString().equals("other 0");
        talk.onHeard = () -> {
            String heard = talk.heard();
            if (talk.ended()) {
                world.soon(transport::close);
            } else if (heard.endsWith("\r\n\r\n")) {
                String last = heard.substring(heard.lastIndexOf("\r\n\r\n", heard.length() - 5) + 1);
                boolean tunnel = last.contains("CONNECT ");
                String answer = tunnel ? first ? WHO : TUNNEL : way == Way.REDIRECTED && first ? MOVED : GOOD;
                talk.say(new Answers(answer).to(heard), answer.equals(WHO) || answer.equals(MOVED));
            }
        };
        world.soon(() -> talk.say("", false));
    }

    private void judge(Way way, SimulatedGroup group) {
        String where = way + ", " + faults.where() + " threw " + faults.thrown() + "\n" + world.history();
        assertThat(world.violations()).as(where).isEmpty();
        assertThat(world.timers()).as(where).isZero();
        assertThat(ends).as(where).hasSize(1);
        Established open = ends.get(0) instanceof Established established ? established : null;
        boolean harmless = !faults.fired() || faults.where().equals("the listener");
        assertThat(open != null).as(where + ends).isEqualTo(harmless);
        if (open == null) {
            assertThat(leadsTo((Throwable) ends.get(0), faults.thrown()))
                    .as(where + ends)
                    .isTrue();
        }
        assertThat(reports.size()).as(where).isBetween(1, way == Way.REDIRECTED ? 2 : 1);
        assertThat(reports.get(reports.size() - 1).opened()).as(where).isEqualTo(open != null);
        int last = group.ends().size() - 1;
        for (int i = 0; i <= last; i++) {
            assertThat(group.ends().get(i).isClosed()).as(where + "closed " + i).isEqualTo(open == null || i < last);
        }
    }

    /** Whether a failure tells of what has caused it. */
    private static boolean leadsTo(@Nullable Throwable failure, @Nullable Throwable cause) {
        if (failure == null || failure == cause) {
            return failure == cause;
        }
        return leadsTo(failure.getCause(), cause)
                || List.of(failure.getSuppressed()).stream().anyMatch(each -> leadsTo(each, cause));
    }
}
