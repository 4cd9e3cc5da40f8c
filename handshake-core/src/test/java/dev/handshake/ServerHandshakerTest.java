package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.handshake.Style.Ending;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The verbs of a server, over a transport. How they end when something goes wrong is in {@link HandshakeRunTest}. */
@Timeout(20)
class ServerHandshakerTest {

    private final ManualScheduler scheduler = new ManualScheduler();
    private final Reports reports = new Reports();
    private final ScriptedTransport transport = new ScriptedTransport();
    private final ServerHandshaker handshaker = builder().build();

    private ServerHandshaker.Builder builder() {
        return ServerHandshaker.builder().scheduler(scheduler).listener(reports);
    }

    private static HandshakeRequest parsed() {
        return HandshakeRequest.builder("GET", "/chat")
                .header("Host", "a.example")
                .header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Key", Wire.KEY)
                .header("Sec-WebSocket-Version", "13")
                .build();
    }

    private void isOpen(Ending ending, String leftover) {
        Established established = ending.opened();
        assertThat(Wire.block(transport.written())).isEqualTo(Wire.ACCEPTED);
        assertThat(transport.closes).isZero();
        assertThat(scheduler.pending()).isZero();
        assertThat(Wire.text(established.leftover())).isEqualTo(leftover);
        assertThat(established.request().target()).isEqualTo("/chat");
        assertThat(established.response().status()).isEqualTo(101);
        HandshakeReport report = reports.only();
        assertThat(report.opened()).isTrue();
        assertThat(report.cause()).isNull();
        assertThat(report.failure()).isNull();
        assertThat(report.role()).isEqualTo(Role.SERVER);
        assertThat(report.phase()).isEqualTo(HandshakePhase.RESPONSE);
        assertThat(report.status()).isEqualTo(101);
        assertThat(report.bytesWritten()).isEqualTo(transport.written().length());
        assertThat(report.connection()).isSameAs(transport);
        assertThat(report.request()).isSameAs(established.request());
        assertThat(report.phases()).containsKey(HandshakePhase.REQUEST);
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void readsTheRequestFromTheTransport(Style style) {
        transport.arrives(Wire.REQUEST + "leftover");
        isOpen(style.of(() -> handshaker.accept(transport), () -> handshaker.acceptAsync(transport)), "leftover");
        assertThat(reports.only().bytesRead()).isEqualTo(Wire.octets(Wire.REQUEST).length + 8);
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void readsFirstWhatWasReadBefore(Style style) {
        int half = 60;
        ByteBuffer before = Wire.buffer(Wire.REQUEST.substring(0, half));
        transport.arrives(Wire.REQUEST.substring(half));
        isOpen(
                style.of(() -> handshaker.accept(transport, before), () -> handshaker.acceptAsync(transport, before)),
                "");
        assertThat(before.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void takesMoreThanItsBufferHoldsOfWhatWasReadBefore(Style style) {
        String leftover = "0123456789".repeat(5000);
        ByteBuffer before = Wire.buffer(Wire.REQUEST + leftover);
        isOpen(
                style.of(() -> handshaker.accept(transport, before), () -> handshaker.acceptAsync(transport, before)),
                leftover);
        assertThat(transport.octetsRead).isZero();
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void answersARequestThatSomeoneElseHasParsed(Style style) {
        isOpen(
                style.of(
                        () -> handshaker.accept(transport, parsed()),
                        () -> handshaker.acceptAsync(transport, parsed())),
                "");
        assertThat(transport.octetsRead).isZero();
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void answersAParsedRequestWithOctetsBehindIt(Style style) {
        ByteBuffer behind = Wire.buffer("leftover");
        isOpen(
                style.of(
                        () -> handshaker.accept(transport, parsed(), behind),
                        () -> handshaker.acceptAsync(transport, parsed(), behind)),
                "leftover");
        assertThat(behind.hasRemaining()).isFalse();
    }

    @Test
    void copiesWhatWasReadBeforeBeforeItReturns() throws IOException {
        transport.room(0);
        ByteBuffer before = Wire.buffer(Wire.REQUEST + "leftover");
        CompletableFuture<Established> future = handshaker.acceptAsync(transport, before);
        before.clear().put(new byte[before.capacity()]);
        transport.room(1000);
        assertThat(Wire.text(Style.result(future).leftover())).isEqualTo("leftover");
    }

    @Test
    void completesAFutureThatNobodyWaitsFor() {
        CompletableFuture<Established> future = handshaker.acceptAsync(transport);
        AtomicInteger completions = new AtomicInteger();
        future.whenComplete((established, failure) -> completions.incrementAndGet());
        transport.arrivesOctetByOctet(Wire.REQUEST);
        assertThat(completions).hasValue(1);
        assertThat(reports.only().opened()).isTrue();
    }

    @Test
    void keepsTheStackFlatOverAThousandReadsOfOneOctet() {
        AtomicInteger deepest = new AtomicInteger();
        ServerHandshaker measuring = builder()
                .decider(request -> {
                    deepest.set(Thread.currentThread().getStackTrace().length);
                    return Decision.accept();
                })
                .build();
        transport.arrivesOctetByOctet(Wire.requestWith("X: " + "x".repeat(1000)));
        // Each octet is announced from within the call before it, as T4 allows.
        int here = Thread.currentThread().getStackTrace().length;
        CompletableFuture<Established> future = measuring.acceptAsync(transport);
        assertThat(future).isCompleted();
        assertThat(deepest.get() - here).isLessThan(30);
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void triesAgainWhenARetryComesBeforeTheCallReturns(Style style) {
        AtomicInteger deepest = new AtomicInteger();
        int here = Thread.currentThread().getStackTrace().length;
        for (byte octet : Wire.octets(Wire.REQUEST)) {
            transport.whenIdle(() -> {
                deepest.accumulateAndGet(Thread.currentThread().getStackTrace().length, Math::max);
                transport.arrives(new byte[] {octet});
            });
        }
        isOpen(style.of(() -> handshaker.accept(transport), () -> handshaker.acceptAsync(transport)), "");
        assertThat(deepest.get() - here).isLessThan(30);
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void refusesToOverlapAndLetsTheFirstGoOn(Style style) throws IOException {
        CompletableFuture<Established> first = handshaker.acceptAsync(transport);
        ByteBuffer before = Wire.buffer(Wire.REQUEST);
        Ending second =
                style.of(() -> handshaker.accept(transport, before), () -> handshaker.acceptAsync(transport, before));
        assertThat(second.failure())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("going on over this transport already");
        assertThat(before.remaining()).as("octets that are still the caller's").isPositive();
        assertThat(reports.count()).isZero();
        assertThat(transport.isClosed()).isFalse();
        transport.arrives(Wire.REQUEST);
        isOpen(Style.ending(first), "");
    }

    @Test
    void refusesToOverlapThroughTheCallThatThrowsAtOnce() {
        handshaker.acceptAsync(transport);
        assertThatIllegalStateException().isThrownBy(() -> handshaker.acceptAsync(transport));
        assertThatIllegalStateException().isThrownBy(() -> handshaker.accept(transport));
        transport.ends();
    }

    @Test
    void mustNotWaitOnAThreadThatTheTransportNeeds() {
        transport.arrives(Wire.REQUEST);
        transport.mayBlock = false;
        ByteBuffer before = Wire.buffer("GET");
        assertThatIllegalStateException()
                .isThrownBy(() -> handshaker.accept(transport, before))
                .withMessageContaining("async form");
        assertThat(before.remaining()).as("octets that are still the caller's").isEqualTo(3);
        assertThatIllegalStateException().isThrownBy(() -> handshaker.accept(transport, parsed()));
        assertThat(transport.operations).isZero();
        assertThat(transport.isClosed()).isFalse();
        assertThat(reports.count()).isZero();
        assertThat(scheduler.pending()).isZero();
        isOpen(Style.ending(handshaker.acceptAsync(transport)), "");
    }

    @Test
    void runsOnAThreadOfItsOwnOverATransportThatBlocks() throws IOException {
        transport.blocks = true;
        transport.arrives(Wire.REQUEST);
        AtomicReference<Thread> ranOn = new AtomicReference<>();
        ServerHandshaker noting = builder()
                .decider(request -> {
                    ranOn.set(Thread.currentThread());
                    return Decision.accept();
                })
                .build();
        isOpen(Style.ending(noting.acceptAsync(transport)), "");
        assertThat(ranOn.get()).isNotSameAs(Thread.currentThread());
    }

    @Test
    void readsToAThreadsOwnRoomOnlyWhereTheThreadServesOthers() {
        isOpen(Style.ending(builder().build().acceptAsync(transport.arrives(Wire.REQUEST))), "");
        assertThat(transport.readDirectly).isTrue();
        ScriptedTransport blocking = new ScriptedTransport().arrives(Wire.REQUEST);
        blocking.blocks = true;
        Style.ending(builder().build().acceptAsync(blocking));
        assertThat(blocking.readDirectly).isFalse();
    }

    @Test
    void runsOnTheExecutor() {
        CompletableFuture<Runnable> given = new CompletableFuture<>();
        ServerHandshaker executing = builder().executor(given::complete).build();
        transport.arrives(Wire.REQUEST);
        CompletableFuture<Established> future = executing.acceptAsync(transport);
        assertThat(transport.operations).isZero();
        given.join().run();
        isOpen(Style.ending(future), "");
    }

    @Test
    void failsIfTheExecutorTakesNoTask() {
        Executor full = task -> {
            throw new RejectedExecutionException("full");
        };
        Ending ending = Style.ending(builder().executor(full).build().acceptAsync(transport));
        assertThat(ending.failure()).isInstanceOf(RejectedExecutionException.class);
        assertThat(transport.closes).isEqualTo(1);
        assertThat(scheduler.pending()).isZero();
        assertThat(reports.only().cause()).isSameAs(ending.failure());
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void failsIfTheSchedulerTakesNoTask(Style style) {
        scheduler.shutdown();
        Ending ending = style.of(() -> handshaker.accept(transport), () -> handshaker.acceptAsync(transport));
        assertThat(ending.failure()).isInstanceOf(RejectedExecutionException.class);
        assertThat(transport.closes).isEqualTo(1);
        assertThat(transport.operations).isZero();
        assertThat(reports.only().cause()).isSameAs(ending.failure());
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void isNotHarmedByAListenerThatThrows(Style style) {
        transport.arrives(Wire.REQUEST);
        ServerHandshaker listening = builder()
                .listener(report -> {
                    reports.ended(report);
                    throw new AssertionError("a listener's own fault");
                })
                .build();
        try (LogOf log = new LogOf("dev.handshake")) {
            isOpen(style.of(() -> listening.accept(transport), () -> listening.acceptAsync(transport)), "");
            assertThat(log.messages()).containsExactly("A listener of handshakes failed");
        }
    }

    @Test
    void closesWhatOpensWhileItsFutureIsCancelled() {
        AtomicReference<CompletableFuture<Established>> future = new AtomicReference<>();
        ServerHandshaker cancelling =
                builder().listener(report -> future.get().cancel(true)).build();
        future.set(cancelling.acceptAsync(transport));
        transport.arrives(Wire.REQUEST);
        assertThat(future.get()).isCancelled();
        assertThat(transport.closes).isEqualTo(1);
    }

    @Test
    void closesWhatIsReusableWhileItsFutureIsCancelled() {
        AtomicReference<CompletableFuture<Established>> future = new AtomicReference<>();
        ServerHandshaker cancelling = builder()
                .keepAlive(true)
                .listener(report -> future.get().cancel(true))
                .build();
        future.set(cancelling.acceptAsync(transport));
        transport.arrives(Wire.requestWithout("Upgrade"));
        assertThat(future.get()).isCancelled();
        assertThat(transport.closes).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void takesATimeoutOfForEver(Style style) {
        ServerHandshaker patient =
                builder().timeout(Duration.ofSeconds(Long.MAX_VALUE)).build();
        transport.arrives(Wire.REQUEST);
        isOpen(style.of(() -> patient.accept(transport), () -> patient.acceptAsync(transport)), "");
        assertThat(patient.evaluate(parsed()).status()).isEqualTo(101);
    }

    @Test
    void refusesATimeoutThatIsNoTime() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerHandshaker.builder().timeout(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerHandshaker.builder().timeout(Duration.ofSeconds(-1)));
    }

    @Test
    void refusesAServerNameThatCannotBeSent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerHandshaker.builder().serverName("a\r\nb: c"));
    }

    @Test
    void usesASharedTimerWhereNoneIsGiven() throws IOException {
        transport.arrives(Wire.REQUEST);
        Established established = ServerHandshaker.create().accept(transport);
        assertThat(established.transport()).isSameAs(transport);
        assertThat(Background.timer().isShutdown()).isFalse();
    }
}
