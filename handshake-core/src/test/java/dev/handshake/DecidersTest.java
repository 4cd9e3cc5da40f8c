package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.handshake.Style.Ending;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who decides, at once or later; over a transport and in a preflight. */
@Timeout(20)
class DecidersTest {

    private final ManualScheduler scheduler = new ManualScheduler();
    private final Reports reports = new Reports();
    private final ScriptedTransport transport = new ScriptedTransport().arrives(Wire.REQUEST);
    private final HandshakeRequest request = HandshakeRequest.builder("GET", "/chat")
            .header("Host", "a.example")
            .header("Upgrade", "websocket")
            .header("Connection", "Upgrade")
            .header("Sec-WebSocket-Key", Wire.KEY)
            .header("Sec-WebSocket-Version", "13")
            .build();

    private ServerHandshaker.Builder builder() {
        return ServerHandshaker.builder().scheduler(scheduler).listener(reports);
    }

    private static ServerHandshaker asking(ServerHandshaker.Builder builder, AsyncDecider decider) {
        return builder.asyncDecider(decider).build();
    }

    private Ending accept(Style style, ServerHandshaker handshaker) {
        return style.of(() -> handshaker.accept(transport), () -> handshaker.acceptAsync(transport));
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void goesOnWhenAnotherThreadDecides(Style style) throws InterruptedException {
        CompletableFuture<Decision> stage = new CompletableFuture<>();
        Thread deciding = new Thread(() -> stage.complete(Decision.accept()));
        AtomicReference<HandshakeRequest> seen = new AtomicReference<>();
        ServerHandshaker handshaker = asking(builder(), asked -> {
            seen.set(asked);
            deciding.start();
            return stage;
        });
        Established established = accept(style, handshaker).opened();
        assertThat(established.request()).isSameAs(seen.get());
        assertThat(reports.only().phases()).containsKey(HandshakePhase.DECISION);
        deciding.join();
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void rejects(Style style) {
        ServerHandshaker handshaker =
                builder().decider(asked -> Decision.reject(403)).build();
        transport.ends();
        HandshakeException refused = accept(style, handshaker).refused();
        assertThat(refused.failure()).isEqualTo(HandshakeFailure.REJECTED);
        assertThat(refused.phase()).isEqualTo(HandshakePhase.DECISION);
        assertThat(refused.response().orElseThrow().status()).isEqualTo(403);
        assertThat(refused.request()).isPresent();
        assertThat(transport.written()).startsWith("HTTP/1.1 403 Forbidden\r\n");
    }

    /** The ways for a decider to fail, and what the caller is given as the cause. */
    private AsyncDecider failing(String how, Throwable own) {
        return asked -> switch (how) {
            case "throws" -> {
                throw (Exception) own;
            }
            case "runs out of its own time" -> throw new TimeoutException("own");
            case "throws an error" -> throw new AssertionError(own);
            case "fails" -> CompletableFuture.failedFuture(own);
            case "fails behind a step" ->
                CompletableFuture.supplyAsync(() -> {
                    throw new CompletionException(own);
                });
            case "is cancelled" -> {
                CompletableFuture<Decision> stage = new CompletableFuture<>();
                stage.cancel(false);
                yield stage;
            }
            case "answers null" -> CompletableFuture.completedFuture(null);
            default -> null;
        };
    }

    private static void isTheCause(Throwable cause, String how, Throwable own) {
        switch (how) {
            case "throws", "fails", "fails behind a step" -> assertThat(cause).isSameAs(own);
            case "throws an error" -> assertThat(cause).isInstanceOf(AssertionError.class);
            case "runs out of its own time" -> assertThat(cause).isInstanceOf(TimeoutException.class);
            case "is cancelled" -> assertThat(cause).isInstanceOf(CancellationException.class);
            default -> assertThat(cause).isInstanceOf(NullPointerException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throws",
                "throws an error",
                "fails",
                "fails behind a step",
                "is cancelled",
                "answers null",
                "answers no stage"
            })
    void answers500WhenADeciderFails(String how) {
        Exception own = new Exception("own");
        for (Style style : Style.values()) {
            ScriptedTransport other =
                    new ScriptedTransport().arrives(Wire.REQUEST).ends();
            ServerHandshaker unheard = asking(builder().listener(report -> {}), failing(how, own));
            HandshakeException refused = style.of(() -> unheard.accept(other), () -> unheard.acceptAsync(other))
                    .refused();
            assertThat(refused.failure()).isEqualTo(HandshakeFailure.CALLBACK_FAILED);
            isTheCause(refused.getCause(), how, own);
            assertThat(other.written()).startsWith("HTTP/1.1 500 ").doesNotContain("own");
            assertThat(other.closes).isEqualTo(1);
        }
        assertThat(asking(builder(), failing(how, own)).evaluate(request).status())
                .isEqualTo(500);
    }

    @Test
    void asksNobodyTwice() {
        AtomicInteger asked = new AtomicInteger();
        CompletableFuture<Decision> stage = new CompletableFuture<>();
        CompletableFuture<Established> future = asking(builder(), seen -> {
                    asked.incrementAndGet();
                    return stage;
                })
                .acceptAsync(transport);
        transport.arrives("x").arrives("y");
        stage.complete(Decision.accept());
        assertThat(Style.ending(future).opened().leftover().remaining()).isZero();
        assertThat(asked).hasValue(1);
    }

    @Test
    void takesNoNoticeOfADecisionAfterTheDeadline() {
        CompletableFuture<Decision> stage = new CompletableFuture<>();
        CompletableFuture<Established> future = asking(builder(), seen -> stage).acceptAsync(transport);
        scheduler.advance(Duration.ofSeconds(30));
        HandshakeException refused = Style.ending(future).refused();
        assertThat(refused.failure()).isEqualTo(HandshakeFailure.TIMED_OUT);
        assertThat(refused.request().orElseThrow().target()).isEqualTo("/chat");
        assertThat(refused).hasMessageContaining("It had PT30S. In phase DECISION, ");
        int operations = transport.operations;
        stage.complete(Decision.accept());
        assertThat(transport.operations).isEqualTo(operations);
        assertThat(reports.count()).isEqualTo(1);
    }

    @Test
    void goesOnOnTheExecutor() {
        CompletableFuture<Decision> stage = new CompletableFuture<>();
        AtomicInteger tasks = new AtomicInteger();
        ServerHandshaker handshaker = asking(
                builder().executor(task -> {
                    tasks.incrementAndGet();
                    task.run();
                }),
                seen -> stage);
        CompletableFuture<Established> future = handshaker.acceptAsync(transport);
        assertThat(tasks).hasValue(1);
        stage.complete(Decision.accept());
        assertThat(tasks).hasValue(2);
        assertThat(future).isCompleted();
    }

    @Test
    void evaluatesWithoutSending() {
        ServerHandshaker handshaker = ServerHandshaker.builder()
                .fallback(plain -> HandshakeResponse.builder(200).body("page").build())
                .decider(asked -> asked.path().equals("/chat") ? Decision.accept() : Decision.reject(404))
                .decorate((asked, status, headers) -> headers.add("X", "" + status))
                .build();
        HandshakeResponse opening = handshaker.evaluate(request);
        assertThat(opening.status()).isEqualTo(101);
        assertThat(opening.headers().only("Sec-WebSocket-Accept")).contains(Wire.ACCEPT);
        assertThat(opening.headers().only("X")).contains("101");
        HandshakeRequest plain =
                HandshakeRequest.builder("GET", "/").header("Host", "a").build();
        assertThat(handshaker.evaluate(plain).bodyText()).isEqualTo("page");
        assertThat(ServerHandshaker.create().evaluate(plain).status()).isEqualTo(426);
        HandshakeRequest malformed = HandshakeRequest.builder("GET", "/a b").build();
        assertThat(handshaker.evaluate(malformed).status()).isEqualTo(400);
        HandshakeRequest.Builder large = HandshakeRequest.builder("GET", "/");
        assertThat(handshaker
                        .evaluate(large.header("A", "b".repeat(20_000)).build())
                        .status())
                .isEqualTo(431);
    }

    @Test
    void evaluatesForAsLongAsTheTimeoutSays() {
        ServerHandshaker handshaker =
                asking(builder().timeout(Duration.ofNanos(1)), asked -> new CompletableFuture<>());
        assertThatIllegalStateException()
                .isThrownBy(() -> handshaker.evaluate(request))
                .withCauseInstanceOf(TimeoutException.class);
        ServerHandshaker patient = asking(builder(), asked -> new CompletableFuture<>());
        Thread.currentThread().interrupt();
        assertThatIllegalStateException()
                .isThrownBy(() -> patient.evaluate(request))
                .withCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void evaluatesWhatBeginsLikeATlsHandshake() {
        HandshakeRequest foreign = HandshakeRequest.builder("\u0016", "/").build();
        assertThatIllegalStateException()
                .isThrownBy(() -> ServerHandshaker.create().evaluate(foreign))
                .withCauseInstanceOf(HandshakeException.class);
    }

    @Test
    void mustBeGivenADecision() {
        ServerHandshake engine = ServerHandshaker.create().start();
        engine.input().put(Wire.octets(Wire.REQUEST));
        assertThatNullPointerException().isThrownBy(() -> engine.decide(null));
        assertThat(engine.step()).isEqualTo(Step.DECIDE);
    }

    @Test
    void isAskedOverWhatTheRequestSaysOfItsConnection() {
        AtomicReference<ConnectionInfo> seen = new AtomicReference<>();
        ServerHandshaker handshaker = builder()
                .decider(asked -> {
                    seen.set(asked.connection());
                    return Decision.accept();
                })
                .build();
        Style.ending(handshaker.acceptAsync(transport, request)).opened();
        assertThat(seen.get()).isSameAs(transport);
        ConnectionInfo known = new ConnectionInfo() {};
        HandshakeRequest elsewhere = HandshakeRequest.builder("GET", "/")
                .header("Host", "a.example")
                .header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Key", Wire.KEY)
                .header("Sec-WebSocket-Version", "13")
                .connection(known)
                .build();
        CompletionStage<Established> future = handshaker.acceptAsync(new ScriptedTransport(), elsewhere);
        assertThat(future).isCompleted();
        assertThat(seen.get()).isSameAs(known);
    }
}
