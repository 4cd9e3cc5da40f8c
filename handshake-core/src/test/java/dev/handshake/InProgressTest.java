package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The deadlines of the shared timer: every one is kept, whatever was to be looked at next when it was set. */
class InProgressTest {

    private static final long PATIENCE_SECONDS = 8;

    private final List<ScriptedTransport> silent = new ArrayList<>();

    @AfterEach
    void closeAll() {
        silent.forEach(ScriptedTransport::close);
    }

    @Test
    void endsWhatIsDueBeforeTheNextLook() {
        CompletableFuture<Established> patient = acceptWithin(Duration.ofMinutes(5));
        isEndedInTime(acceptWithin(Duration.ofMillis(1)));
        isEndedInTime(acceptWithin(Duration.ofMillis(1)));
        assertThat(patient).isNotDone();
    }

    @Test
    void endsAllInWhateverOrderTheyAreDue() {
        List<Integer> millis = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            millis.add(i);
        }
        Collections.shuffle(millis, new Random(1));
        List<CompletableFuture<Established>> all = new ArrayList<>();
        millis.forEach(each -> all.add(acceptWithin(Duration.ofMillis(each))));
        all.forEach(InProgressTest::isEndedInTime);
    }

    @Test
    void endsOneInTimeThoughEndingAnotherTakesLong() {
        InProgress slow = new InProgress(
                new ScriptedTransport(), ServerHandshaker.builder().runSettings(null)) {
            @Override
            void timeUp() {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
                over();
            }
        };
        slow.claim(1);
        slow.watch(1);
        isEndedInTime(acceptWithin(Duration.ofMillis(100)));
    }

    @Test
    void costsTheTimerNoTaskForEachHandshake() {
        ScheduledThreadPoolExecutor timer = (ScheduledThreadPoolExecutor) Background.timer();
        int before = timer.getQueue().size();
        for (int i = 0; i < 1000; i++) {
            acceptWithin(Duration.ofMinutes(5));
        }
        assertThat(timer.getQueue().size() - before).isLessThan(10);
    }

    @Test
    void claimsATransportForOneAtATime() {
        ScriptedTransport transport = new ScriptedTransport();
        Claim first = new Claim(transport);
        Claim second = new Claim(transport);
        first.claim(1);
        assertThatIllegalStateException().isThrownBy(() -> second.claim(1));
        first.over();
        second.claim(1);
        second.over();
        Claim.canBeMade(transport);
    }

    private CompletableFuture<Established> acceptWithin(Duration time) {
        ScriptedTransport transport = new ScriptedTransport();
        silent.add(transport);
        return ServerHandshaker.builder().timeout(time).build().acceptAsync(transport);
    }

    private static void isEndedInTime(CompletableFuture<Established> handshake) {
        assertThatThrownBy(() -> handshake.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        HandshakeException.class, e -> assertThat(e.failure()).isEqualTo(HandshakeFailure.TIMED_OUT));
    }
}
