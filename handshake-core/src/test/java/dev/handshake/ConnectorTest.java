package dev.handshake;

import static dev.handshake.Connecting.OPEN;
import static dev.handshake.Connecting.answers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.handshake.Style.Ending;
import dev.handshake.spi.ByteTransport;
import dev.handshake.tls.TlsException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The phases of a connect, and its endings: one report, and nothing left behind. */
@Timeout(30)
class ConnectorTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Connecting connecting = new Connecting();
    private final ScriptedTransport silent = new ScriptedTransport();

    @ParameterizedTest
    @CsvSource({
        "ws://127.0.0.1/chat?a=b, 127.0.0.1,      /chat?a=b",
        "ws://127.0.0.1:8080,     127.0.0.1:8080, /",
        "ws://[::1]:81/,          [::1]:81,       /",
        "ws://LOCALHOST:80/,      localhost,      /"
    })
    void opensAndReportsOnce(String uri, String host, String target) {
        ScriptedTransport peer = answers(OPEN + "leftover");
        CompletableFuture<Established> future = connecting.begin(uri);
        connecting.group.next().complete(peer);
        Established open = Style.ending(future).opened();
        assertThat(peer.written()).startsWith("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        assertThat(Wire.text(open.leftover())).isEqualTo("leftover");
        assertThat(connecting.reports.only().opened()).isTrue();
        assertThat(connecting.reports.only().phases()).containsKey(HandshakePhase.CONNECT);
        assertThat(connecting.scheduler.pending()).isZero();
        assertThat(peer.isClosed()).isFalse();
    }

    /** Begins, and comes as far as the phase. */
    private CompletableFuture<Established> comesTo(HandshakePhase phase) {
        if (phase == HandshakePhase.PROXY) {
            connecting.builder.proxy("127.0.0.1", 3128);
        }
        CompletableFuture<Established> future =
                connecting.begin((phase == HandshakePhase.TLS ? "wss" : "ws") + "://127.0.0.1/");
        CompletableFuture<ByteTransport> attempt = connecting.group.next();
        if (phase != HandshakePhase.CONNECT) {
            CompletableFuture<Void> waiting = new CompletableFuture<>();
            silent.whenIdle(() -> waiting.complete(null));
            attempt.complete(silent);
            waiting.orTimeout(10, TimeUnit.SECONDS).join();
        }
        return future;
    }

    private void nothingIsLeft(HandshakePhase phase, HandshakeFailure failure) {
        // The thread that has begun the phase may be about to leave it.
        assertTimeoutPreemptively(TIMEOUT, () -> {
            while (connecting.scheduler.pending() > 0) {
                Thread.onSpinWait();
            }
        });
        assertThat(connecting.group.attempts.get(0).future()).isDone();
        assertThat(silent.isClosed()).isEqualTo(phase != HandshakePhase.CONNECT);
        assertThat(connecting.reports.only().failure()).isEqualTo(failure);
        assertThat(connecting.reports.only().phase()).isEqualTo(phase);
        assertThat(connecting.reports.only().role()).isEqualTo(Role.CLIENT);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECT", "PROXY", "TLS", "RESPONSE"})
    void theDeadlineEndsEveryPhaseAndNamesIt(HandshakePhase phase) {
        CompletableFuture<Established> future = comesTo(phase);
        // The deadline is counted from the real beginning, which on a busy machine is a while ago.
        connecting.scheduler.advance(TIMEOUT.dividedBy(3));
        assertThat(future).isNotDone();
        connecting.scheduler.advance(TIMEOUT);
        HandshakeException failure = Style.ending(future).refused();
        assertThat(failure.failure()).isEqualTo(HandshakeFailure.TIMED_OUT);
        assertThat(failure.phase()).isEqualTo(phase);
        assertThat(failure).hasMessageContaining("It had PT30S. In phase " + phase);
        nothingIsLeft(phase, HandshakeFailure.TIMED_OUT);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECT", "PROXY", "TLS", "RESPONSE"})
    void cancelEndsEveryPhase(HandshakePhase phase) {
        CompletableFuture<Established> future = comesTo(phase);
        assertThat(future.cancel(false)).isTrue();
        nothingIsLeft(phase, HandshakeFailure.CANCELLED);
    }

    @Test
    void anInterruptEndsAConnectThatWaits() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                connecting.builder.build().connect(URI.create("ws://127.0.0.1/"));
            } catch (IOException | RuntimeException | Error e) {
                thrown.complete(Thread.interrupted() ? e : new AssertionError("not interrupted any more", e));
            }
        });
        CompletableFuture<Void> idle = new CompletableFuture<>();
        silent.whenIdle(() -> idle.complete(null));
        waiting.start();
        connecting.group.next().complete(silent);
        idle.orTimeout(10, TimeUnit.SECONDS).join();
        waiting.interrupt();
        assertThat(thrown.get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        HandshakeException.class, e -> assertThat(e.failure()).isEqualTo(HandshakeFailure.CANCELLED));
        nothingIsLeft(HandshakePhase.RESPONSE, HandshakeFailure.CANCELLED);
    }

    @Test
    void namesTheHostThatIsUnknown() {
        Ending ending = connecting.to("ws://no-such-host.invalid/");
        assertThat(ending.refused().failure()).isEqualTo(HandshakeFailure.NOT_REACHED);
        assertThat(ending.refused().phase()).isEqualTo(HandshakePhase.CONNECT);
        assertThat(ending.refused()).hasMessageContaining("'no-such-host.invalid'");
        assertThat(connecting.reports.only().failure()).isEqualTo(HandshakeFailure.NOT_REACHED);
    }

    @Test
    void saysThatNoAddressAnswers() {
        CompletableFuture<Established> future = connecting.begin("ws://127.0.0.1:9/");
        connecting.group.next().completeExceptionally(new ConnectException("Connection refused"));
        HandshakeException failure = Style.ending(future).refused();
        assertThat(failure.failure()).isEqualTo(HandshakeFailure.NOT_REACHED);
        assertThat(failure).hasMessageContaining("127.0.0.1, port 9").hasMessageContaining("Connection refused");
        assertThat(failure).hasCauseInstanceOf(ConnectException.class);
        assertThat(connecting.reports.only().cause()).isSameAs(failure);
        assertThat(connecting.scheduler.pending()).isZero();
    }

    @Test
    void aPeerThatSpeaksNoTlsIsNotReached() {
        ScriptedTransport peer = new ScriptedTransport().arrives("HTTP/1.1 400 Bad Request\n\n");
        HandshakeException failure = connecting.to("wss://127.0.0.1/", peer).refused();
        assertThat(failure.failure()).isEqualTo(HandshakeFailure.NOT_REACHED);
        assertThat(failure.phase()).isEqualTo(HandshakePhase.TLS);
        assertThat(failure)
                .hasCauseInstanceOf(TlsException.class)
                .hasMessageContaining(" TLS: the peer does not speak TLS");
        assertThat(connecting.reports.only().failure()).isEqualTo(HandshakeFailure.NOT_REACHED);
        assertThat(connecting.reports.only().phase()).isEqualTo(HandshakePhase.TLS);
    }

    @Test
    void passesOnWhatTheConnectionFailedWith() {
        ScriptedTransport peer = new ScriptedTransport();
        IOException reset = new IOException("reset");
        peer.whenIdle(() -> peer.failsNow(reset));
        assertThat(connecting.to("ws://127.0.0.1/", peer).failure()).isSameAs(reset);
        assertThat(connecting.reports.only().cause()).isSameAs(reset);
    }

    @Test
    void tellsOfAClosedGroupAndOfADeadScheduler() {
        connecting.group.broken = new IllegalStateException("the group is closed");
        assertThat(connecting.to("ws://127.0.0.1/").failure()).isSameAs(connecting.group.broken);
        connecting.scheduler.shutdown();
        assertThat(Style.ending(connecting.begin("ws://127.0.0.1/")).failure())
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(connecting.reports.count()).isEqualTo(2);
    }

    @Test
    void aDecoratorThatThrowsEndsTheConnect() {
        IllegalStateException flaw = new IllegalStateException("a flaw");
        connecting.builder.decorate(headers -> {
            throw flaw;
        });
        assertThat(connecting.to("ws://127.0.0.1/", silent).failure()).isSameAs(flaw);
        assertThat(connecting.reports.only().cause()).isSameAs(flaw);
    }

    @Test
    void takesATimeoutThatIsLongerThanNanosecondsCanCount() {
        connecting.builder.timeout(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(connecting.to("ws://127.0.0.1/", answers(OPEN)).opened()).isNotNull();
    }

    @Test
    void theRetryAfterOfARefusalCanBeRead() {
        HandshakeException failure = connecting
                .to("ws://127.0.0.1/", answers("HTTP/1.1 503 Busy\nRetry-After: 7\nContent-Length: 0\n\n"))
                .refused();
        assertThat(failure.response().orElseThrow().headers().only("Retry-After"))
                .contains("7");
        assertThat(connecting.reports.only().status()).isEqualTo(503);
    }

    @Test
    void refusesBadSettingsAtTheLineAtFault() throws NoSuchAlgorithmException {
        ClientHandshaker.Builder builder = connecting.builder;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.transport("carrier-pigeon"))
                .withMessageStartingWith("no transport is named 'carrier-pigeon'");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.followRedirects(-1));
        SSLParameters old = new SSLParameters();
        old.setProtocols(new String[] {"TLSv1.1"});
        ClientHandshaker.Builder withOldTls =
                ClientHandshaker.builder().tls(SSLContext.getDefault()).tlsParameters(old);
        assertThatIllegalArgumentException().isThrownBy(withOldTls::build);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListenOptions.defaults().tls(SSLContext.getDefault(), old));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a\r\nb", "a:80", "a/b", "user@a", "[::1", "::1]", "a%0", "a\u0000", "[]", "a#"})
    void refusesAProxyThatIsNoHost(String host) {
        assertThatIllegalArgumentException().isThrownBy(() -> connecting.builder.proxy(host, 80));
        assertThatIllegalArgumentException().isThrownBy(() -> connecting.builder.proxy("a.example", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> connecting.builder.proxy("a.example", 65536));
    }

    @Test
    void saysWhichArtifactToAddWhereThereIsNoTransport() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> ClientHandshaker.create().connectAsync(URI.create("ws://127.0.0.1/")))
                .withMessageContaining("add dev.handshake:transport-nio");
    }

    @Test
    void waitingThrowsWhatTheFutureHolds() {
        connecting.group.broken = new IllegalStateException("the group is closed");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> connecting.builder.build().connect(URI.create("ws://127.0.0.1/")))
                .withMessage("the group is closed");
    }
}
