package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.handshake.tls.TlsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a port does with its connections, without a network. */
@Timeout(30)
class HandshakeServerTest {

    private static final String PAGE = "GET /page HTTP/1.1\nHost: a.example\n\n";

    private final ManualScheduler scheduler = new ManualScheduler();
    private final Reports reports = new Reports();
    private final FakeGroup group = new FakeGroup();
    private final List<Established> opened = new ArrayList<>();

    private ServerHandshaker.Builder builder() {
        return ServerHandshaker.builder()
                .scheduler(scheduler)
                .listener(reports)
                .keepAlive(true)
                .fallback(request -> HandshakeResponse.builder(200).body("page").build());
    }

    private HandshakeServer listen(ListenOptions options) {
        return listen(builder().build(), options, opened::add);
    }

    private HandshakeServer listen(ServerHandshaker handshaker, ListenOptions options, Consumer<Established> onOpen) {
        try {
            return handshaker.listen(group, group.localAddress(), options, onOpen);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ScriptedTransport arrives(String... parts) {
        ScriptedTransport transport = new ScriptedTransport();
        for (String part : parts) {
            transport.arrives(part);
        }
        return group.arrives(transport);
    }

    private static ScriptedTransport from(String address) throws IOException {
        ScriptedTransport transport = new ScriptedTransport();
        transport.remote = new InetSocketAddress(InetAddress.getByName(address), 4711);
        return transport;
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    @Test
    void handsOverTheTransportItselfWhereNothingCanBeInFront() {
        HandshakeServer server = listen(ListenOptions.defaults());
        ScriptedTransport transport = arrives(Wire.REQUEST);
        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).transport()).isSameAs(transport);
        assertThat(server.pending()).isZero();
        assertThat(server.localAddress()).isEqualTo(group.localAddress());
        assertThat(server.port()).isEqualTo(80);
        assertThat(reports.only().opened()).isTrue();
    }

    @Test
    void answersSeveralRequestsAndThenOpens() {
        HandshakeServer server = listen(ListenOptions.defaults());
        ScriptedTransport transport = arrives(PAGE);
        assertThat(server.pending()).isEqualTo(1);
        transport.arrives(PAGE + PAGE.substring(0, 9));
        transport.arrives(PAGE.substring(9) + Wire.REQUEST + "leftover");
        assertThat(count(transport.written(), "HTTP/1.1 200 ")).isEqualTo(3);
        assertThat(count(transport.written(), "HTTP/1.1 101 ")).isEqualTo(1);
        assertThat(Wire.text(opened.get(0).leftover())).isEqualTo("leftover");
        assertThat(server.pending()).isZero();
        assertThat(reports.count()).isEqualTo(4);
        assertThat(scheduler.pending()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"on its thread", "on a thread of an executor", "within the call of an executor", "waiting"})
    void answersTwoThousandRequestsOfOnePacketWithoutRecursion(String where) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Executor executor = where.contains("thread of an") ? threads : Runnable::run;
            ServerHandshaker.Builder builder =
                    builder().limits(Limits.defaults().withHeadBytes(1 << 20));
            ServerHandshaker handshaker = (where.contains("executor") ? builder.executor(executor) : builder).build();
            LinkedBlockingQueue<Established> open = new LinkedBlockingQueue<>();
            HandshakeServer server = listen(handshaker, ListenOptions.defaults(), open::add);
            ScriptedTransport transport = new ScriptedTransport();
            transport.blocks = where.equals("waiting");
            group.arrives(transport.arrives(PAGE.repeat(2000) + Wire.REQUEST));
            assertThat(open.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(count(transport.written(), "HTTP/1.1 200 ")).isEqualTo(2000);
            assertThat(server.pending()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void turnsAwayWhatIsTooManyInAll() {
        HandshakeServer server = listen(ListenOptions.defaults().pendingAtMost(2, 2));
        ScriptedTransport first = arrives();
        arrives();
        ScriptedTransport third = arrives(Wire.REQUEST);
        assertThat(third.written()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1", "Connection: close");
        assertThat(third.outputEnded).isTrue();
        third.ends();
        assertThat(third.isClosed()).isTrue();
        assertThat(reports.only().failure()).isEqualTo(HandshakeFailure.TOO_MANY_PENDING);
        assertThat(reports.only().request()).as("nothing was parsed").isNull();
        assertThat(server.pending()).isEqualTo(2);
        first.ends();
        assertThat(server.pending()).isEqualTo(1);
        assertThat(arrives(Wire.REQUEST).written()).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void turnsAwayWhatIsTooManyFromOneAddress() throws IOException {
        HandshakeServer server = listen(ListenOptions.defaults().pendingAtMost(10, 1));
        ScriptedTransport first = group.arrives(from("192.0.2.1"));
        assertThat(group.arrives(from("192.0.2.1")).written()).startsWith("HTTP/1.1 503 ");
        assertThat(group.arrives(from("192.0.2.2")).written()).isEmpty();
        assertThat(server.pending()).isEqualTo(2);
        first.arrives(Wire.REQUEST);
        assertThat(opened).hasSize(1);
        assertThat(group.arrives(from("192.0.2.1")).written()).isEmpty();
        assertThat(server.pending()).isEqualTo(2);
    }

    @Test
    void answersNoMoreOfThoseThanThereMayBePending() {
        listen(ListenOptions.defaults().pendingAtMost(1, 1));
        arrives();
        ScriptedTransport answered = arrives();
        assertThat(answered.written()).startsWith("HTTP/1.1 503 ");
        ScriptedTransport closed = arrives();
        assertThat(closed.written()).isEmpty();
        assertThat(closed.isClosed()).isTrue();
        answered.ends();
        assertThat(arrives().written()).startsWith("HTTP/1.1 503 ");
    }

    @Test
    void forgetsWhatItFailsToTurnAway() {
        AtomicBoolean exhausted = new AtomicBoolean();
        ManualScheduler scarce = new ManualScheduler() {
            @Override
            public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
                if (exhausted.get()) {
                    throw new OutOfMemoryError("no thread");
                }
                return super.schedule(command, delay, unit);
            }
        };
        listen(builder().scheduler(scarce).build(), ListenOptions.defaults().pendingAtMost(1, 1), opened::add);
        arrives();
        exhausted.set(true);
        assertThat(arrives().isClosed()).isTrue();
        exhausted.set(false);
        assertThat(arrives().written()).as("one may be answered at a time").startsWith("HTTP/1.1 503 ");
    }

    @Test
    void countsDownOnEveryEnding() throws IOException {
        HandshakeServer server = listen(ListenOptions.defaults().pendingAtMost(3, 1));
        for (int round = 0; round < 3; round++) {
            group.arrives(from("192.0.2.1")).ends();
            group.arrives(from("192.0.2.1")).failsNow(new IOException("reset"));
            group.arrives(from("192.0.2.1")).failsNow(new IllegalStateException("a flaw"));
            group.arrives(from("192.0.2.1")).failsNow(new AssertionError("a flaw"));
            group.arrives(from("192.0.2.1")).arrives("no head\n\n").ends();
            group.arrives(from("192.0.2.1")).arrives(new byte[] {0x16, 3, 1});
            group.arrives(from("192.0.2.1")).arrives(PAGE).ends();
            group.arrives(from("192.0.2.1")).arrives(Wire.REQUEST);
            ScriptedTransport blocking = from("192.0.2.1").ends();
            blocking.blocks = true;
            group.arrives(blocking);
            ScriptedTransport late = group.arrives(from("192.0.2.1"));
            scheduler.advance(Duration.ofSeconds(30));
            assertThat(late.isClosed()).isTrue();
            assertThat(server.pending()).isZero();
        }
        assertThat(scheduler.pending()).isZero();
        assertThat(server.stop()).isCompleted();
    }

    @Test
    void closesAConnectionThatNobodyTakes() {
        try (LogOf log = new LogOf(HandshakeServer.class.getName())) {
            HandshakeServer server = listen(builder().build(), ListenOptions.defaults(), open -> {
                throw new IllegalStateException("no room");
            });
            assertThat(arrives(Wire.REQUEST).isClosed()).isTrue();
            assertThat(server.pending()).isZero();
            assertThat(log.messages().get(0)).contains("Whoever takes open connections failed");
        }
    }

    @Test
    void stopLetsPendingOnesComeToTheirEnd() {
        HandshakeServer server = listen(ListenOptions.defaults());
        ScriptedTransport one = arrives();
        ScriptedTransport other = arrives();
        CompletableFuture<Void> stopped = server.stop();
        assertThat(group.listenerClosed).isTrue();
        assertThat(stopped).isNotDone();
        one.arrives(Wire.REQUEST);
        assertThat(opened).hasSize(1);
        assertThat(stopped).isNotDone();
        assertThat(arrives(Wire.REQUEST).isClosed()).as("came late").isTrue();
        scheduler.advance(Duration.ofSeconds(30));
        assertThat(other.isClosed()).isTrue();
        assertThat(stopped).isCompleted();
        assertThat(server.stop()).isCompleted();
        assertThat(one.isClosed()).as("open ones are not touched").isFalse();
    }

    @Test
    void stopTakesNoFurtherRequestOfAConnection() {
        HandshakeServer server = listen(ListenOptions.defaults());
        ScriptedTransport transport = arrives(PAGE);
        CompletableFuture<Void> stopped = server.stop();
        transport.arrives(PAGE);
        assertThat(count(transport.written(), "HTTP/1.1 200 ")).isEqualTo(2);
        assertThat(transport.isClosed()).isTrue();
        assertThat(stopped).isCompleted();
    }

    @Test
    void aConnectionOlderThanTheTimeoutIsClosedBehindItsNextAnswer() {
        HandshakeServer server =
                listen(builder().timeout(Duration.ofNanos(1)).build(), ListenOptions.defaults(), opened::add);
        ScriptedTransport transport = arrives(PAGE, PAGE);
        assertThat(count(transport.written(), "HTTP/1.1 200 ")).isEqualTo(1);
        assertThat(transport.isClosed()).isTrue();
        assertThat(server.pending()).isZero();
    }

    @Test
    void noProxyHeaderIsReportedWhereItIsMissing() throws IOException {
        listen(ListenOptions.defaults().proxyProtocol("10.0.0.0/8"));
        ScriptedTransport transport = group.arrives(from("10.0.0.1"));
        transport.arrives(Wire.REQUEST);
        assertThat(transport.isClosed()).isTrue();
        HandshakeReport report = reports.only();
        assertThat(report.failure()).isEqualTo(HandshakeFailure.NO_PROXY_HEADER);
        assertThat(report.phase()).isEqualTo(HandshakePhase.PROXY);
        assertThat(report.cause()).hasMessageContaining("no valid PROXY protocol header");
    }

    @Test
    void tlsFailedIsReportedForPlainTextToAPortForTls() throws Exception {
        listen(ListenOptions.defaults().tls(SSLContext.getDefault()).tlsOnly());
        assertThat(arrives(Wire.REQUEST).isClosed()).isTrue();
        HandshakeReport report = reports.only();
        assertThat(report.failure()).isEqualTo(HandshakeFailure.TLS_FAILED);
        assertThat(report.phase()).isEqualTo(HandshakePhase.TLS);
        assertThat(report.phases()).containsOnlyKeys(HandshakePhase.TLS);
        assertThat(report.cause()).isInstanceOf(TlsException.class);
    }

    @Test
    void theFutureOfStopIsNobodysToComplete() {
        HandshakeServer server = listen(ListenOptions.defaults());
        arrives();
        server.stop().complete(null);
        assertThat(server.stop()).isNotDone();
    }

    @Test
    void closeEndsPendingOnesAndThoseThatAreTurnedAway() {
        HandshakeServer server = listen(ListenOptions.defaults().pendingAtMost(2, 2));
        arrives(Wire.REQUEST);
        ScriptedTransport pending = arrives();
        arrives();
        ScriptedTransport turnedAway = arrives();
        server.close();
        server.close();
        assertThat(pending.isClosed()).isTrue();
        assertThat(turnedAway.isClosed()).isTrue();
        assertThat(opened.get(0).transport()).matches(t -> !((ScriptedTransport) t).isClosed());
        assertThat(server.pending()).isZero();
        assertThat(server.stop()).isCompleted();
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void refusesLimitsThatLetNobodyIn() {
        ListenOptions options = ListenOptions.defaults();
        assertThatIllegalArgumentException().isThrownBy(() -> options.pendingAtMost(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> options.pendingAtMost(1, 0));
        assertThatIllegalArgumentException().isThrownBy(options::proxyProtocol);
        assertThatIllegalStateException().isThrownBy(options::tlsOnly);
    }
}
