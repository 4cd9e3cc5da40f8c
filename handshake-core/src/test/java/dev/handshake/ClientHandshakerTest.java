package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshake.Style.Ending;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The verbs of a client, over a transport. How they end when something goes wrong is in {@link HandshakeRunTest}. */
@Timeout(20)
class ClientHandshakerTest {

    private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)");

    private final ManualScheduler scheduler = new ManualScheduler();
    private final Reports reports = new Reports();
    private final ScriptedTransport transport = new ScriptedTransport();
    private final ClientHandshaker handshaker = builder().build();

    private ClientHandshaker.Builder builder() {
        return ClientHandshaker.builder().scheduler(scheduler).listener(reports);
    }

    /** The 101 to what was written, and octets behind it. */
    private void isAccepted(String leftover) {
        Matcher key = KEY.matcher(transport.written());
        assertThat(key.find())
                .as("a key has reached the peer: " + transport.written())
                .isTrue();
        String accept = SecWebSocketKey.parse(key.group(1)).accept();
        transport.arrives(Wire.ACCEPTED.replace(Wire.ACCEPT, accept) + leftover);
    }

    private Ending handshake(Style style) {
        return style.of(
                () -> handshaker.handshake(transport, "a.example", "/chat"),
                () -> handshaker.handshakeAsync(transport, "a.example", "/chat"));
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void opensAConnection(Style style) {
        transport.whenIdle(() -> isAccepted("leftover"));
        Established established = handshake(style).opened();
        assertThat(Wire.text(established.leftover())).isEqualTo("leftover");
        assertThat(established.request().target()).isEqualTo("/chat");
        assertThat(established.response().status()).isEqualTo(101);
        assertThat(established.subprotocol()).isEmpty();
        assertThat(established.extensions()).isEmpty();
        assertThat(transport.closes).isZero();
        assertThat(scheduler.pending()).isZero();
        assertThat(reports.only().role()).isEqualTo(Role.CLIENT);
        assertThat(reports.only().opened()).isTrue();
        assertThat(reports.only().bytesWritten()).isEqualTo(transport.written().length());
        assertThat(reports.only().relaxations()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void flushesTheRequestBeforeItWaitsForTheResponse(Style style) {
        transport.flushes(false);
        transport.whenIdle(() -> transport.flushes(true));
        transport.whenIdle(() -> isAccepted(""));
        assertThat(handshake(style).opened().response().status()).isEqualTo(101);
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void closesAfterAResponseThatBreaksARule(Style style) {
        transport.arrives(Wire.ACCEPTED);
        Ending ending = handshake(style);
        HandshakeException refused = ending.refused();
        assertThat(refused.failure()).isEqualTo(HandshakeFailure.BAD_SEC_ACCEPT);
        assertThat(refused.phase()).isEqualTo(HandshakePhase.RESPONSE);
        assertThat(refused.request().orElseThrow().target()).isEqualTo("/chat");
        assertThat(refused.response().orElseThrow().status()).isEqualTo(101);
        assertThat(refused.reusable()).isFalse();
        assertThat(transport.closes).isEqualTo(1);
        assertThat(transport.outputEnded).isFalse();
        assertThat(scheduler.pending()).isZero();
        assertThat(reports.only().failure()).isEqualTo(HandshakeFailure.BAD_SEC_ACCEPT);
        assertThat(reports.only().status()).isEqualTo(101);
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void reportsARefusalWithItsBody(Style style) {
        transport
                .arrives("HTTP/1.1 403 Forbidden\nContent-Length: 5\n\n")
                .arrives("no")
                .arrives("pe!");
        HandshakeException refused = handshake(style).refused();
        assertThat(refused.failure()).isEqualTo(HandshakeFailure.UPGRADE_DECLINED);
        assertThat(refused.response().orElseThrow().bodyText()).isEqualTo("nope!");
        assertThat(refused).hasMessageContaining("It answered 403 Forbidden: 'nope!'.");
        assertThat(transport.closes).isEqualTo(1);
    }

    @Test
    void refusesToOverlapAndLetsTheFirstGoOn() {
        CompletableFuture<Established> first = handshaker.handshakeAsync(transport, "a.example", "/");
        assertThatIllegalStateException().isThrownBy(() -> handshaker.handshakeAsync(transport, "a.example", "/"));
        assertThatIllegalStateException().isThrownBy(() -> handshaker.handshake(transport, "a.example", "/"));
        isAccepted("");
        assertThat(Style.ending(first).opened().response().status()).isEqualTo(101);
    }

    @Test
    void mustNotWaitOnAThreadThatTheTransportNeeds() {
        transport.mayBlock = false;
        assertThatIllegalStateException().isThrownBy(() -> handshaker.handshake(transport, "a.example", "/"));
        assertThat(transport.operations).isZero();
        assertThat(transport.isClosed()).isFalse();
    }

    @Test
    void refusesAHostOrATargetThatCannotBeSentBeforeItWrites() {
        BiConsumer<String, String> refused = (host, target) -> {
            assertThatIllegalArgumentException().isThrownBy(() -> handshaker.handshake(transport, host, target));
            assertThatIllegalArgumentException().isThrownBy(() -> handshaker.handshakeAsync(transport, host, target));
        };
        for (String host :
                new String[] {"", "a b", "a/", "u@a", "a\r\nb", "a\0", "a:b", "::1", "[::1", "\u00e4", "a#"}) {
            refused.accept(host, "/");
        }
        for (String target :
                new String[] {"", "a", "/#", "/ ", "/\r\n", "/\0", "*", "http://a/", "/\u00e4", "/\u2028"}) {
            refused.accept("a", target);
        }
        assertThat(transport.operations).isZero();
        assertThat(transport.isClosed()).isFalse();
        assertThat(reports.count()).isZero();
    }

    @Test
    void throwsWhatADecoratorThrowsBeforeItWrites() {
        IllegalStateException own = new IllegalStateException("own");
        ClientHandshaker decorating = builder()
                .decorate(headers -> {
                    throw own;
                })
                .build();
        assertThatThrownBy(() -> decorating.handshake(transport, "a", "/")).isSameAs(own);
        assertThat(transport.operations).isZero();
        assertThat(transport.isClosed()).isFalse();
    }

    @Test
    void refusesSettingsThatCannotBeMeant() {
        ClientHandshaker.Builder builder = builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ofNanos(-1)));
        assertThatIllegalArgumentException().isThrownBy(builder::subprotocols);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.subprotocols("a", "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.subprotocols("a b"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.offer(""));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.offer("a b"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.origin("a\nb"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.header("Host", "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.header("Sec-WebSocket-Key", "a"));
        PermessageDeflate deflate = PermessageDeflate.defaults();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.extensions(deflate, deflate));
    }

    @Test
    void runsOnTheExecutor() {
        CompletableFuture<Runnable> given = new CompletableFuture<>();
        ClientHandshaker executing = builder()
                .executor(given::complete)
                .limits(Limits.defaults())
                .timeout(Duration.ofSeconds(Long.MAX_VALUE))
                .build();
        CompletableFuture<Established> future = executing.handshakeAsync(transport, "a", "/");
        assertThat(transport.operations).isZero();
        transport.whenIdle(() -> isAccepted(""));
        given.join().run();
        assertThat(Style.ending(future).opened().response().status()).isEqualTo(101);
    }
}
