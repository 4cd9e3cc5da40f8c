package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Style.Ending;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a connection after a refusal: kept for another attempt, or drained and closed. */
@Timeout(20)
class KeepAliveTest {

    private final ManualScheduler scheduler = new ManualScheduler();
    private final Reports reports = new Reports();
    private final ScriptedTransport transport = new ScriptedTransport();

    private ServerHandshaker.Builder builder() {
        return ServerHandshaker.builder().scheduler(scheduler).listener(reports);
    }

    private final ServerHandshaker keeping = ServerHandshaker.builder()
            .scheduler(scheduler)
            .keepAlive(true)
            .fallback(request -> HandshakeResponse.builder(200).body("page").build())
            .decider(request -> request.headers().contains("Authorization")
                    ? Decision.accept()
                    : Decision.reject(401, Headers.of("WWW-Authenticate", "Basic"), "who?"))
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: a\n\n",
                "GET / HTTP/1.1\nHost: a\nUpgrade: websocket\nConnection: upgrade\nSec-WebSocket-Version: 8\n\n",
                "GET / HTTP/1.1\n\n",
                "POST / HTTP/1.1\nHost: a\n\n",
                "HEAD / HTTP/1.1\nHost: a\nContent-Length: 0\n\n"
            })
    void keepsTheConnectionAfterAWellFramedRequest(String request) {
        Outcome outcome = Refusal.howeverDelivered(keeping::start, Wire.octets(request + Wire.REQUEST));
        assertThat(outcome.failure().reusable()).isTrue();
        assertThat(outcome.leftover()).isEqualTo(Wire.text(Wire.octets(Wire.REQUEST)));
        assertThat(outcome.answer().all("Connection").toString()).doesNotContain("close");
        assertThat(outcome.answer().all("Content-Length")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: a\nConnection: close\n\n",
                "GET / HTTP/1.1\nHost: a\nConnection: x, Close\n\n",
                "GET / HTTP/1.0\nHost: a\n\n",
                "GET / HTTP/1.0\nHost: a\nConnection: keep-alive\n\n",
                "GET / HTTP/2.0\nHost: a\n\n",
                "GET /\n\n",
                "GET / HTTP/1.1\nHost: a\nContent-Length: 1\n\n",
                "POST / HTTP/1.1\nHost: a\nContent-Length: 1\n\n",
                "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n",
                "POST / HTTP/1.1\nHost: a\nContent-Length: 0\nContent-Length: 1\n\n",
                "GET / HTTP/1.1\nContent-Length: 1\n\n",
                "GET / HTTP/1.1\nHost : a\n\n",
                "GET /##### HTTP/1.1\nHost: a\n\n"
            })
    void closesAfterAnyOtherRequest(String request) {
        Outcome outcome = Refusal.howeverDelivered(keeping::start, Wire.octets(request));
        assertThat(outcome.failure().reusable()).isFalse();
        assertThat(outcome.answer().all("Connection").toString()).contains("close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "fields", "target"})
    void closesAfterALimitThatWasExceeded(String limit) {
        Limits limits = Limits.defaults();
        limits = switch (limit) {
            case "head" -> limits.withHeadBytes(64);
            case "fields" -> limits.withHeaders(1);
            default -> limits.withTargetBytes(1);
        };
        ServerHandshaker handshaker = builder().keepAlive(true).limits(limits).build();
        Outcome outcome = Outcome.of(handshaker.start(), Wire.octets(Wire.REQUEST));
        assertThat(outcome.failure().reusable()).isFalse();
        assertThat(outcome.answer().all("Connection")).containsExactly("close");
    }

    @Test
    void saysOfOneAnswerForAllWhatHoldsForEach() {
        Decision no = Decision.reject(401, Headers.of("WWW-Authenticate", "Basic"), "who?");
        ServerHandshake engine = builder().keepAlive(true).build().start();
        for (String asked : List.of("upgrade", "upgrade, close", "upgrade, close", "upgrade")) {
            Outcome outcome = Outcome.of(engine, () -> no, Wire.octets(Wire.requestWhere("Connection", asked)));
            assertThat(outcome.answer().all("Connection").contains("close")).isEqualTo(asked.contains("close"));
            assertThat(outcome.written()).contains("WWW-Authenticate: Basic").endsWith("who?");
            engine.reset();
        }
    }

    @Test
    void says426WithoutClosing() {
        Outcome outcome =
                Outcome.of(builder().keepAlive(true).build().start(), Wire.octets(Wire.requestWithout("Connection")));
        assertThat(outcome.answer().all("Connection")).containsExactly("Upgrade");
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void acceptsASecondAttemptOverTheSameTransport(Style style) {
        String second = Wire.requestWith("Authorization: Basic YTpi") + "leftover";
        transport.arrives(Wire.REQUEST + second.substring(0, 40));
        Ending first = style.of(() -> keeping.accept(transport), () -> keeping.acceptAsync(transport));
        assertThat(first.refused().reusable()).isTrue();
        assertThat(first.refused().failure()).isEqualTo(HandshakeFailure.REJECTED);
        assertThat(transport.isClosed()).isFalse();
        assertThat(scheduler.pending()).isZero();
        transport.arrives(second.substring(40));
        ByteBuffer leftover = first.refused().leftover();
        Ending then =
                style.of(() -> keeping.accept(transport, leftover), () -> keeping.acceptAsync(transport, leftover));
        assertThat(Wire.text(then.opened().leftover())).isEqualTo("leftover");
        assertThat(transport.closes).isZero();
    }

    @Test
    void handsBackWhatTheEngineWasNotEvenGiven() {
        String pipelined = "0123456789".repeat(3000);
        ByteBuffer before = Wire.buffer(Wire.REQUEST + pipelined);
        Ending ending = Style.ending(keeping.acceptAsync(transport, before));
        assertThat(Wire.text(ending.refused().leftover())).isEqualTo(pipelined);
        assertThat(Wire.text(ending.refused().leftover())).as("a view").isEqualTo(pipelined);
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void endsOutputAndReadsWhatStillComesBeforeItCloses(Style style) {
        ServerHandshaker closing = builder().build();
        transport
                .arrives("POST / HTTP/1.1\nHost: a\nContent-Length: 3000\n\n")
                .arrives("x".repeat(3000))
                .whenIdle(() -> {
                    assertThat(transport.outputEnded).isTrue();
                    assertThat(transport.written()).startsWith("HTTP/1.1 405 ");
                    assertThat(transport.isClosed()).isFalse();
                    transport.arrives("more").ends();
                });
        Ending ending = style.of(() -> closing.accept(transport), () -> closing.acceptAsync(transport));
        assertThat(ending.refused().failure()).isEqualTo(HandshakeFailure.BAD_METHOD);
        assertThat(transport.octetsRead).isEqualTo(50 + 3000 + 4);
        assertThat(transport.closes).isEqualTo(1);
        assertThat(scheduler.pending()).isZero();
        assertThat(reports.only().status()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1023, 1024, 1025, 5000})
    void drainsNoMoreThanTheLimit(int most) {
        String head = "GET / HTTP/1.1\nHost: a\n\n";
        transport.arrives(head).arrives("x".repeat(100_000));
        ServerHandshaker closing = builder()
                .limits(Limits.defaults().withDrain(most, Duration.ofSeconds(1)))
                .build();
        assertThat(Style.ending(closing.acceptAsync(transport)).refused().failure())
                .isEqualTo(HandshakeFailure.NO_CONNECTION);
        assertThat(transport.octetsRead).isEqualTo(Wire.octets(head).length + most);
        assertThat(transport.closes).isEqualTo(1);
    }

    @Test
    void drainsNothingIfThatIsTheLimit() {
        transport.arrives("GET / HTTP/1.1\n\n").arrives("x");
        ServerHandshaker closing = builder()
                .limits(Limits.defaults().withDrain(0, Duration.ofSeconds(1)))
                .build();
        Style.ending(closing.acceptAsync(transport)).refused();
        assertThat(transport.octetsRead).isEqualTo(18);
        assertThat(transport.closes).isEqualTo(1);
    }

    @Test
    void drainsNoLongerThanTheTimeNorThanTheDeadline() {
        transport.arrives("GET / HTTP/1.1\n\n");
        ServerHandshaker shortly = builder()
                .limits(Limits.defaults().withDrain(100, Duration.ZERO))
                .build();
        CompletableFuture<Established> future = shortly.acceptAsync(transport);
        assertThat(future).isNotDone();
        scheduler.advance(Duration.ZERO);
        assertThat(Style.ending(future).refused().failure()).isEqualTo(HandshakeFailure.NO_HOST);

        ScriptedTransport other = new ScriptedTransport().arrives("GET / HTTP/1.1\n\n");
        ServerHandshaker hasty = builder()
                .listener(report -> {})
                .timeout(Duration.ofMillis(500))
                .limits(Limits.defaults().withDrain(100, Duration.ofSeconds(Long.MAX_VALUE)))
                .build();
        CompletableFuture<Established> draining = hasty.acceptAsync(other);
        assertThat(draining).isNotDone();
        scheduler.advance(Duration.ofMillis(500));
        assertThat(Style.ending(draining).refused().failure()).isEqualTo(HandshakeFailure.NO_HOST);
        assertThat(other.closes).isEqualTo(1);
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void drainsNothingAfterWhatIsNotHttp() {
        transport.arrives(new byte[] {0x16, 3, 1}).arrives("x");
        Ending ending = Style.ending(builder().build().acceptAsync(transport));
        assertThat(ending.refused().failure()).isEqualTo(HandshakeFailure.NOT_HTTP);
        assertThat(transport.octetsRead).isEqualTo(3);
        assertThat(transport.written()).isEmpty();
        assertThat(transport.closes).isEqualTo(1);
    }
}
