package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.Style.Ending;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way in which a handshake can be ended from outside, at each point where it can be held up, in both styles. */
@Timeout(20)
class HandshakeRunTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration DRAIN_TIME = Duration.ofSeconds(2);

    private final ManualScheduler scheduler = new ManualScheduler();
    private final Reports reports = new Reports();
    private final ScriptedTransport transport = new ScriptedTransport();

    @AfterEach
    void takesTheInterruptBack() {
        Thread.interrupted();
    }

    /** Where a handshake waits for somebody. */
    enum Point {
        SERVER_READING(HandshakePhase.REQUEST),
        SERVER_IN_HEAD(HandshakePhase.REQUEST),
        SERVER_DECIDING(HandshakePhase.DECISION),
        SERVER_WRITING(HandshakePhase.RESPONSE),
        SERVER_FLUSHING(HandshakePhase.RESPONSE),
        SERVER_WRITING_A_REFUSAL(HandshakePhase.REQUEST),
        SERVER_WRITING_A_REFUSAL_THAT_KEEPS(HandshakePhase.REQUEST),
        SERVER_FLUSHING_A_REFUSAL(HandshakePhase.REQUEST),
        SERVER_FLUSHING_A_REFUSAL_THAT_KEEPS(HandshakePhase.REQUEST),
        SERVER_DRAINING(HandshakePhase.REQUEST),
        CLIENT_WRITING(HandshakePhase.REQUEST),
        CLIENT_FLUSHING(HandshakePhase.RESPONSE),
        CLIENT_READING(HandshakePhase.RESPONSE),
        CLIENT_READING_A_BODY(HandshakePhase.RESPONSE);

        private final HandshakePhase phase;

        Point(HandshakePhase phase) {
            this.phase = phase;
        }

        boolean isServer() {
            return name().startsWith("SERVER");
        }

        boolean isReading() {
            return this == SERVER_READING
                    || this == SERVER_IN_HEAD
                    || this == SERVER_DRAINING
                    || this == CLIENT_READING
                    || this == CLIENT_READING_A_BODY;
        }

        /** The failure that is known already, whatever else comes. */
        boolean isKnown() {
            return this == SERVER_DRAINING || this == CLIENT_READING_A_BODY;
        }

        boolean isRefusal() {
            return this == SERVER_DRAINING || name().contains("REFUSAL");
        }

        void script(ScriptedTransport transport) {
            switch (this) {
                case SERVER_READING, CLIENT_READING -> {}
                case SERVER_IN_HEAD -> transport.arrives("GET / HTTP/1.1\nHo");
                case SERVER_DECIDING -> transport.arrives(Wire.REQUEST);
                case SERVER_WRITING -> transport.arrives(Wire.REQUEST).room(0);
                case SERVER_FLUSHING -> transport.arrives(Wire.REQUEST).flushes(false);
                case SERVER_WRITING_A_REFUSAL, SERVER_WRITING_A_REFUSAL_THAT_KEEPS ->
                    transport.arrives(Wire.requestWithout("Upgrade")).room(0);
                case SERVER_FLUSHING_A_REFUSAL, SERVER_FLUSHING_A_REFUSAL_THAT_KEEPS ->
                    transport.arrives(Wire.requestWithout("Upgrade")).flushes(false);
                case SERVER_DRAINING -> transport.arrives(Wire.requestWithout("Upgrade"));
                case CLIENT_WRITING -> transport.room(0);
                case CLIENT_FLUSHING -> transport.flushes(false);
                case CLIENT_READING_A_BODY ->
                    transport
                            .arrives("HTTP/1.1 404 Not Found\nContent-Length: 9\n\n")
                            .arrives("no");
            }
        }
    }

    /** What ends it. */
    enum End {
        CANCEL,
        DEADLINE,
        PEER_LEAVES,
        IO_EXCEPTION(new IOException("scripted")),
        RUNTIME_EXCEPTION(new IllegalArgumentException("scripted")),
        ERROR(new AssertionError("scripted"));

        private final Throwable thrown;

        End() {
            this(null);
        }

        End(Throwable thrown) {
            this.thrown = thrown;
        }
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Style style : Style.values()) {
            for (Point point : Point.values()) {
                for (End end : End.values()) {
                    boolean happens = (end != End.PEER_LEAVES || point.isReading())
                            && (end.thrown == null || point != Point.SERVER_DECIDING);
                    if (happens) {
                        cases.add(Arguments.of(style, point, end));
                    }
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void endsOnceAndLeavesNothingBehind(Style style, Point point, End end) {
        point.script(transport);
        Ending ending = style == Style.WAITING ? waiting(point, end) : async(point, end);

        assertThat(ending.established()).isNull();
        endsAsExpected(point, end, ending.failure());
        assertThat(transport.closes).as("closed once").isEqualTo(1);
        assertThat(scheduler.pending()).as("tasks left").isZero();
        assertThat(reports.only().cause()).isSameAs(ending.failure());
        assertThat(reports.only().opened()).isFalse();
        assertThat(reports.only().phase()).isEqualTo(point.phase);
        isNotInProgress();
        assertThat(Thread.interrupted()).isEqualTo(style == Style.WAITING && end == End.CANCEL);
        scheduler.advance(TIMEOUT.multipliedBy(2));
        assertThat(reports.count()).isEqualTo(1);
    }

    private Ending waiting(Point point, End end) {
        Runnable meanwhile = () -> {
            assertThat(reports.count()).as("ended before").isZero();
            end(point, end, Thread.currentThread()::interrupt);
        };
        if (point == Point.SERVER_DECIDING) {
            return Style.WAITING.of(() -> server(point, meanwhile).accept(transport), () -> new CompletableFuture<>());
        }
        transport.whenIdle(meanwhile);
        return Style.WAITING.of(
                () -> point.isServer()
                        ? server(point, () -> {}).accept(transport)
                        : client().handshake(transport, "a.example", "/"),
                () -> new CompletableFuture<>());
    }

    private Ending async(Point point, End end) {
        CompletableFuture<Established> future = point.isServer()
                ? server(point, () -> {}).acceptAsync(transport)
                : client().handshakeAsync(transport, "a.example", "/");
        assertThat(future).isNotDone();
        assertThat(transport.isClosed()).isFalse();
        assertThat(scheduler.pending()).isEqualTo(1);
        Ending[] seen = new Ending[1];
        end(point, end, () -> {
            future.cancel(true);
            seen[0] = new Ending(null, reports.only().cause());
        });
        assertThat(future.isDone()).isTrue();
        return seen[0] != null ? seen[0] : Style.ending(future);
    }

    private void end(Point point, End end, Runnable cancel) {
        switch (end) {
            case CANCEL -> cancel.run();
            case DEADLINE -> {
                Duration time = point == Point.SERVER_DRAINING ? DRAIN_TIME : TIMEOUT;
                scheduler.advance(time.minusNanos(1));
                assertThat(reports.count()).as("ended before its time").isZero();
                scheduler.advance(Duration.ofNanos(1));
            }
            case PEER_LEAVES -> transport.ends();
            default -> transport.failsNow(end.thrown);
        }
    }

    private void endsAsExpected(Point point, End end, Throwable failure) {
        boolean brokenWhileRefusing = end.thrown != null && point.isRefusal();
        if (end.thrown != null && !point.isKnown() && !point.isRefusal()) {
            assertThat(failure).isSameAs(end.thrown);
            return;
        }
        assertThat(failure).isInstanceOf(HandshakeException.class);
        HandshakeException rule = (HandshakeException) failure;
        assertThat(rule.reusable()).isFalse();
        assertThat(rule.phase()).isEqualTo(point.phase);
        if (point == Point.CLIENT_READING_A_BODY) {
            assertThat(rule.failure()).isEqualTo(HandshakeFailure.UPGRADE_DECLINED);
            assertThat(rule.response().orElseThrow().status()).isEqualTo(404);
        } else if (point == Point.SERVER_DRAINING || brokenWhileRefusing) {
            assertThat(rule.failure()).isEqualTo(HandshakeFailure.NO_UPGRADE);
            assertThat(rule.response().orElseThrow().status()).isEqualTo(426);
        } else {
            assertThat(rule.failure().name())
                    .isEqualTo(
                            switch (end) {
                                case CANCEL -> "CANCELLED";
                                case DEADLINE -> "TIMED_OUT";
                                default -> "PEER_LEFT";
                            });
        }
        if (end.thrown != null) {
            assertThat(rule).hasSuppressedException(end.thrown);
        }
    }

    private ServerHandshaker server(Point point, Runnable whileDeciding) {
        ServerHandshaker.Builder builder = ServerHandshaker.builder()
                .scheduler(scheduler)
                .listener(reports)
                .keepAlive(point.name().endsWith("KEEPS"));
        if (point == Point.SERVER_DECIDING) {
            builder.asyncDecider(request -> {
                whileDeciding.run();
                return new CompletableFuture<>();
            });
        }
        return builder.build();
    }

    private ClientHandshaker client() {
        return ClientHandshaker.builder().scheduler(scheduler).listener(reports).build();
    }

    private void isNotInProgress() {
        Claim.canBeMade(transport);
    }

    /** A failure at the n-th operation, for each n, until there are no more. */
    @ParameterizedTest
    @EnumSource(Style.class)
    void failsWithWhatTheTransportThrowsWhereverItDoes(Style style) {
        IOException broken = new IOException("scripted");
        int operation = 0;
        while (true) {
            ScriptedTransport fragile = new ScriptedTransport()
                    .arrivesOctetByOctet(Wire.REQUEST)
                    .room(7)
                    .failsAt(operation, broken);
            Reports heard = new Reports();
            ServerHandshaker handshaker = ServerHandshaker.builder()
                    .scheduler(scheduler)
                    .listener(heard)
                    .build();
            Ending ending = style.of(() -> handshaker.accept(fragile), () -> handshaker.acceptAsync(fragile));
            assertThat(scheduler.pending()).isZero();
            assertThat(heard.only().cause()).isSameAs(ending.failure());
            if (ending.established() != null) {
                assertThat(fragile.closes).isZero();
                break;
            }
            assertThat(ending.failure()).isSameAs(broken);
            assertThat(fragile.closes).isEqualTo(1);
            operation++;
        }
        assertThat(operation).isGreaterThan(Wire.REQUEST.length());
    }

    /** The listener runs on the thread that moves the clock, and looks at what the one that waits does meanwhile. */
    @Test
    void tellsTheListenerBeforeTheCallerThatWaits() throws InterruptedException {
        Thread caller = Thread.currentThread();
        AtomicReference<Thread.State> seen = new AtomicReference<>();
        ServerHandshaker handshaker = ServerHandshaker.builder()
                .scheduler(scheduler)
                .listener(report -> {
                    Thread.State state = caller.getState();
                    while (state != Thread.State.WAITING && seen.get() == null) {
                        Thread.onSpinWait();
                        state = caller.getState();
                    }
                    seen.compareAndSet(null, state);
                })
                .build();
        Thread clock = new Thread(() -> scheduler.advance(TIMEOUT));
        transport.whenIdle(() -> {
            clock.start();
            while (!transport.isClosed()) {
                Thread.onSpinWait();
            }
        });
        Ending ending = Style.WAITING.of(() -> handshaker.accept(transport), () -> new CompletableFuture<>());
        seen.compareAndSet(null, Thread.State.TERMINATED);
        clock.join();
        assertThat(ending.refused().failure()).isEqualTo(HandshakeFailure.TIMED_OUT);
        assertThat(seen).hasValue(Thread.State.WAITING);
    }
}
