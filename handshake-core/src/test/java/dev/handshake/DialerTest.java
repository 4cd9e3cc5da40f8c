package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DialerTest {

    private static final Duration HEAD_START = Duration.ofMillis(250);

    private final FakeGroup group = new FakeGroup();
    private final ManualScheduler scheduler = new ManualScheduler();
    private final ScriptedTransport transport = new ScriptedTransport();

    private Dialer dialer(String... addresses) throws UnknownHostException {
        InetAddress[] resolved = new InetAddress[addresses.length];
        for (int i = 0; i < addresses.length; i++) {
            resolved[i] = InetAddress.getByName(addresses[i]);
        }
        return new Dialer(group, resolved, 80, running());
    }

    private CompletableFuture<ByteTransport> attempt(int index) {
        return group.attempts.get(index).future();
    }

    @Test
    void triesTheNextAddressWhenOneFails() throws UnknownHostException {
        CompletableFuture<ByteTransport> dialling =
                dialer("192.0.2.1", "192.0.2.2").start();
        assertThat(group.attempts).hasSize(1);
        attempt(0).completeExceptionally(new IOException("refused"));
        assertThat(group.attempts).hasSize(2);
        attempt(1).complete(transport);
        assertThat(dialling.join()).isSameAs(transport);
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void triesTheNextAddressWhenOneIsSilentForAWhile() throws UnknownHostException {
        CompletableFuture<ByteTransport> dialling =
                dialer("192.0.2.1", "192.0.2.2", "192.0.2.3").start();
        scheduler.advance(HEAD_START.minusNanos(1));
        assertThat(group.attempts).hasSize(1);
        scheduler.advance(Duration.ofNanos(1));
        assertThat(group.attempts).hasSize(2);
        assertThat(attempt(0)).as("it goes on").isNotDone();
        attempt(0).complete(transport);
        assertThat(dialling.join()).isSameAs(transport);
        assertThat(attempt(1)).isCancelled();
        scheduler.advance(HEAD_START);
        assertThat(group.attempts).hasSize(2);
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void callsTheOthersOffBeforeItTellsOfTheFirst() throws UnknownHostException {
        CompletableFuture<ByteTransport> dialling =
                dialer("192.0.2.1", "192.0.2.2").start();
        CompletableFuture<Boolean> calledOff =
                dialling.thenApply(t -> attempt(0).isCancelled());
        scheduler.advance(HEAD_START);
        attempt(1).complete(transport);
        assertThat(calledOff.join()).isTrue();
    }

    @Test
    void closesAllConnectionsButOne() throws UnknownHostException {
        Dialer dialer = dialer("192.0.2.1", "192.0.2.2");
        ScriptedTransport late = new ScriptedTransport();
        CompletableFuture<ByteTransport> stubborn = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                return complete(late);
            }
        };
        group.stubborn = stubborn;
        CompletableFuture<ByteTransport> dialling = dialer.start();
        scheduler.advance(HEAD_START);
        attempt(1).complete(transport);
        ByteTransport told = dialling.join();
        assertThat(late.isClosed()).isEqualTo(told != late);
        assertThat(transport.isClosed()).isEqualTo(told != transport);
    }

    @Test
    void takesTheFamiliesByTurns() throws UnknownHostException {
        dialer("::1", "::2", "::3", "192.0.2.1", "192.0.2.2").start();
        scheduler.advance(HEAD_START.multipliedBy(10));
        assertThat(group.attempts.stream()
                        .map(attempt -> ((InetSocketAddress) attempt.remote())
                                .getAddress()
                                .getHostAddress()
                                .replace("0:0:0:0:0:0:0:", "::")))
                .containsExactly("::1", "192.0.2.1", "::2", "192.0.2.2", "::3");
    }

    @Test
    void failsWithTheFirstFailureWhenAllHaveFailed() throws UnknownHostException {
        CompletableFuture<ByteTransport> dialling =
                dialer("192.0.2.1", "192.0.2.2", "192.0.2.3").start();
        IOException first = new IOException("first");
        attempt(0).completeExceptionally(first);
        attempt(1).completeExceptionally(first);
        assertThat(dialling).isNotDone();
        attempt(2).completeExceptionally(new IOException("third"));
        Assertions.assertThatThrownBy(dialling::join)
                .isInstanceOf(CompletionException.class)
                .hasCause(first);
        assertThat(first.getSuppressed()).extracting(Throwable::getMessage).containsExactly("third");
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void cancelEndsAllAttempts() throws UnknownHostException {
        Dialer dialer = dialer("192.0.2.1", "192.0.2.2", "192.0.2.3");
        CompletableFuture<ByteTransport> dialling = dialer.start();
        scheduler.advance(HEAD_START);
        dialer.cancel();
        assertThat(dialling).isCancelled();
        assertThat(attempt(0)).isCancelled();
        assertThat(attempt(1)).isCancelled();
        scheduler.advance(HEAD_START);
        assertThat(group.attempts).hasSize(2);
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void failsAtOnceOverAGroupThatIsClosed() throws UnknownHostException {
        group.broken = new IllegalStateException("the group is closed");
        CompletableFuture<ByteTransport> dialling =
                dialer("192.0.2.1", "192.0.2.2").start();
        Assertions.assertThatThrownBy(dialling::join).hasCause(group.broken);
    }

    @Test
    void leavesNoAttemptWhereNothingCanBeTimed() throws UnknownHostException {
        scheduler.shutdown();
        CompletableFuture<ByteTransport> dialling =
                dialer("192.0.2.1", "192.0.2.2").start();
        Assertions.assertThatThrownBy(dialling::join).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(attempt(0)).isCancelled();
    }

    private RunSettings running() {
        return new RunSettings(Duration.ofSeconds(30), Limits.defaults(), scheduler, null, null, null, false);
    }
}
