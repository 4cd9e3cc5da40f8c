package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The deadlines that are but numbers, by a clock that is moved by hand. */
class DeadlinesTest {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ManualScheduler timer = new ManualScheduler();
    private final Set<InProgress> all = new LinkedHashSet<>();
    private final List<Long> ended = new ArrayList<>();
    private long latestNanos;
    private int looks;
    private int looked;
    private long aLookNanos;

    private final Deadlines deadlines = new Deadlines(this::looking, () -> timer, this::now);

    /** A clock that has moved on when all were looked at. */
    private long now() {
        return timer.nowNanos() + looked * aLookNanos;
    }

    private Iterator<InProgress> looking() {
        looks++;
        looked++;
        return List.copyOf(all).iterator();
    }

    @Test
    void keepsEachOfFifteenThousandThoughEachLookTakesLong() {
        aLookNanos = TimeUnit.MILLISECONDS.toNanos(5);
        for (int millis : shuffled(15_000)) {
            begin(Duration.ofMillis(20_000 + millis));
        }
        timer.advance(Duration.ofMinutes(1));
        assertThat(ended).hasSize(15_000).isSorted();
        assertThat(latestNanos).isLessThan(PAUSE_NANOS + 2 * aLookNanos);
        assertThat(looks).isLessThan(15_000 / 250 + 2);
    }

    @Test
    void looksOnceForManyThatAreNotDue() {
        for (int i = 0; i < 1000; i++) {
            begin(Duration.ofSeconds(30));
            all.clear();
            timer.advance(Duration.ofMillis(20));
        }
        assertThat(looks).isZero();
        assertThat(timer.pending()).isEqualTo(1);
    }

    @Test
    void keepsOneThatIsDueBeforeTheNextLook() {
        begin(Duration.ofMinutes(5));
        begin(Duration.ofMillis(3));
        timer.advance(Duration.ofMillis(3));
        assertThat(ended).containsExactly(TimeUnit.MILLISECONDS.toNanos(3));
        assertThat(timer.pending()).isEqualTo(1);
        timer.advance(Duration.ofMinutes(5));
        assertThat(ended).hasSize(2);
    }

    @Test
    void keepsOneThatBeginsBehindALookAndIsDueBeforeTheNext() {
        begin(Duration.ofMillis(100));
        begin(Duration.ofMillis(300));
        timer.advance(Duration.ofMillis(100));
        begin(Duration.ofMillis(50));
        timer.advance(Duration.ofMillis(50));
        assertThat(ended).hasSize(2);
        timer.advance(Duration.ofMillis(160));
        assertThat(ended).hasSize(3);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void keepsADeadlineThatIsBroughtForward() {
        InProgress one = begin(Duration.ofSeconds(30));
        one.dueNanos = now() + TimeUnit.MILLISECONDS.toNanos(7);
        deadlines.keep(one.dueNanos);
        timer.advance(Duration.ofMillis(7));
        assertThat(ended).hasSize(1);
    }

    @Test
    void looksNoSoonerAgainThanWhatALookTakesAllows() {
        aLookNanos = TimeUnit.MILLISECONDS.toNanos(1);
        begin(Duration.ofMinutes(5));
        for (int i = 0; i < 1000; i++) {
            begin(Duration.ofMillis(2));
            timer.advance(Duration.ofMillis(1));
        }
        assertThat(looks).isLessThan(60);
    }

    @Test
    void goesOnWhenEndingOneFails() {
        begin(new Ending(Duration.ofMillis(5)) {
            @Override
            void timeUp() {
                super.timeUp();
                throw new IllegalStateException("as told");
            }
        });
        begin(Duration.ofMillis(6));
        timer.advance(Duration.ofMillis(20));
        assertThat(ended).hasSize(2);
    }

    @Test
    void asksAgainWhenNoThreadWasToBeHad() {
        ManualScheduler[] current = {
            new ManualScheduler() {
                @Override
                public synchronized ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
                    throw new RejectedExecutionException("no thread");
                }
            }
        };
        Deadlines unlucky = new Deadlines(all, () -> current[0], this::now);
        InProgress one = new Ending(Duration.ofNanos(1));
        all.add(one);
        assertThatThrownBy(() -> unlucky.keep(one.dueNanos)).isInstanceOf(RejectedExecutionException.class);
        current[0] = timer;
        unlucky.keep(one.dueNanos + 1);
        timer.advance(Duration.ofMillis(1));
        assertThat(ended).hasSize(1);
    }

    private InProgress begin(Duration budget) {
        return begin(new Ending(budget));
    }

    private InProgress begin(InProgress one) {
        all.add(one);
        deadlines.keep(one.dueNanos);
        return one;
    }

    private static List<Integer> shuffled(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, new Random(1));
        return numbers;
    }

    private class Ending extends InProgress {

        Ending(Duration budget) {
            super(new ScriptedTransport(), ServerHandshaker.builder().runSettings(null));
            this.dueNanos = now() + budget.toNanos();
        }

        @Override
        void timeUp() {
            all.remove(this);
            ended.add(dueNanos);
            latestNanos = Math.max(latestNanos, now() - dueNanos);
            assertThat(now()).as("now").isGreaterThanOrEqualTo(dueNanos);
        }
    }
}
