package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ends of handshakes that were once not as they should be. */
@Timeout(20)
class EndingsTest {

    @Test
    void keepTheBodyOfARefusalThatTheServerBreaksOff() {
        ScriptedTransport transport = new ScriptedTransport();
        CompletableFuture<Established> opened = ClientHandshaker.create().handshakeAsync(transport, "a.example", "/");
        transport.arrives("HTTP/1.1 403 No\nContent-Length: 100\n\nnot today");
        transport.failsNow(new IOException("reset"));
        assertThatThrownBy(opened::join).cause().isInstanceOfSatisfying(HandshakeException.class, e -> {
            assertThat(e.failure()).isEqualTo(HandshakeFailure.UPGRADE_DECLINED);
            assertThat(e.response().orElseThrow().bodyText()).isEqualTo("not today");
            assertThat(e.getSuppressed()).hasSize(1);
        });
    }

    @Test
    void comeWithARefusalOfNothingButLineEnds() {
        ClientHandshake engine = ClientHandshaker.create().start("a.example", "/");
        engine.output().position(engine.output().limit());
        engine.step();
        engine.input().put(Wire.octets("HTTP/1.1 403 No\nTransfer-Encoding: chunked\n\n"));
        int taken = 0;
        while (engine.step() == Step.READ) {
            ByteBuffer input = engine.input();
            taken += input.remaining();
            input.put("\n".repeat(input.remaining()).getBytes());
            assertThat(taken).isLessThan(64 * 1024);
        }
        assertThat(engine.step()).isEqualTo(Step.FAILED);
    }

    @Test
    void areReportedThoughTheTransportFailsToClose() {
        IllegalStateException broken = new IllegalStateException("scripted");
        ScriptedTransport transport =
                new ScriptedTransport().arrives("no HTTP\n\n").ends().failsToClose(broken);
        Reports reports = new Reports();
        ServerHandshaker handshaker =
                ServerHandshaker.builder().listener(reports).build();
        for (Style style : Style.values()) {
            Style.Ending ending = style.of(
                    () -> handshaker.accept(transport, Wire.buffer("no HTTP\n\n")),
                    () -> handshaker.acceptAsync(transport, Wire.buffer("no HTTP\n\n")));
            assertThat(ending.refused().failure()).isEqualTo(HandshakeFailure.BAD_SYNTAX);
            assertThat(ending.refused()).hasSuppressedException(broken);
        }
        assertThat(reports.count()).isEqualTo(2);
    }

    @Test
    void areReportedThoughNobodyCanExplainThem() {
        Reports reports = new Reports();
        RunSettings settings =
                new RunSettings(Duration.ofSeconds(30), Limits.defaults(), null, null, reports, null, true);
        ServerHandshake engine = ServerHandshaker.create().start();
        HandshakeException failure =
                Outcome.of(engine, Wire.octets(Wire.requestWithout("Upgrade"))).failure();
        engine.head().bytes = Head.NO_BYTES;
        try (LogOf log = new LogOf("dev.handshake")) {
            RunReport report = new RunReport(engine);
            report.begin(settings);
            report.end(failure, settings);
            assertThat(log.messages()).singleElement().asString().contains("could not be explained");
        }
        assertThat(reports.only().failure()).isEqualTo(HandshakeFailure.NO_UPGRADE);
    }

    @Test
    void leaveNothingBehindIfTheSchedulerHasNoThread() {
        ScriptedTransport transport = new ScriptedTransport();
        ServerHandshaker handshaker = ServerHandshaker.builder()
                .scheduler(new ManualScheduler() {
                    @Override
                    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
                        throw new OutOfMemoryError("no thread");
                    }
                })
                .build();
        assertThatThrownBy(() -> handshaker.accept(transport)).isInstanceOf(OutOfMemoryError.class);
        assertThat(transport.isClosed()).isTrue();
        Claim.canBeMade(transport);
    }

    @Test
    void areNotHeldUpByAListenerOfAnotherHandshakeThatRanOutOfTime() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ServerHandshaker slow = ServerHandshaker.builder()
                .timeout(Duration.ofMillis(1))
                .listener(report -> awaitQuietly(release))
                .build();
        ServerHandshaker quick =
                ServerHandshaker.builder().timeout(Duration.ofMillis(1)).build();
        ScriptedTransport first = new ScriptedTransport();
        ScriptedTransport second = new ScriptedTransport();
        CompletableFuture<Established> held = slow.acceptAsync(first);
        CompletableFuture<Established> free = quick.acceptAsync(second);
        assertThatThrownBy(() -> free.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(HandshakeException.class);
        assertThat(second.isClosed()).isTrue();
        assertThat(held).isNotDone();
        release.countDown();
        assertThatThrownBy(() -> held.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(HandshakeException.class);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void lendNoOctetsThatOthersUse() {
        ServerHandshaker handshaker = ServerHandshaker.create();
        String request = Wire.requestWithout("Upgrade");
        ServerHandshake careless = handshaker.start();
        careless.input().put(Wire.octets(request));
        careless.step();
        careless.output().put(0, (byte) '?');
        assertThat(Outcome.of(handshaker.start(), Wire.octets(request)).written())
                .startsWith("HTTP/1.1 426 ");
    }

    @Test
    void keepTheLeftoverWhenTheEngineStartsOver() {
        ServerHandshake engine =
                ServerHandshaker.builder().keepAlive(true).build().start();
        Outcome outcome = Outcome.of(engine, Wire.octets(Wire.requestWithout("Upgrade") + "NEXT"));
        HandshakeException failure = outcome.failure();
        engine.reset();
        engine.input().put(Wire.octets(Wire.REQUEST));
        assertThat(Wire.text(failure.leftover())).isEqualTo("NEXT");
    }

    @Test
    void sayServerAndOriginOnce() {
        ServerHandshaker handshaker = ServerHandshaker.builder()
                .serverName("ours")
                .decorate((request, status, headers) -> headers.add("Server", "theirs"))
                .build();
        for (String request : new String[] {Wire.REQUEST, Wire.requestWithout("Upgrade")}) {
            assertThat(Outcome.of(handshaker.start(), Wire.octets(request))
                            .answer()
                            .all("Server"))
                    .containsExactly("ours");
        }
        ClientHandshake client = ClientHandshaker.builder()
                .origin("https://a.example")
                .header("Origin", "https://b.example")
                .build()
                .start("a.example", "/");
        assertThat(client.request().headers().lines("Origin")).containsExactly("https://a.example");
    }
}
