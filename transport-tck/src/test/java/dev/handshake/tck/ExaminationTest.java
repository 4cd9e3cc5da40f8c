package dev.handshake.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What is checked after each test of the contract, whatever its rule. */
class ExaminationTest {

    private final List<String> events = new ArrayList<>();
    private final MemoryTransport.Pair memory = MemoryTransport.pair();
    private Duration patience = Duration.ofMillis(500);

    private final TransportUnderTest subject = new TransportUnderTest() {
        @Override
        public TransportPair open() {
            return new TransportPair(memory.left(), memory.right(), () -> events.add("afterwards"));
        }

        @Override
        public Set<Ability> missing() {
            return Set.of(Ability.HALF_CLOSE);
        }

        @Override
        public Duration patience() {
            return patience;
        }
    };

    @Test
    void closesBothEndsAndThenCallsAfterwards() throws Exception {
        Examination.examine(subject, x -> {
            x.tested.read(ByteBuffer.allocate(1), () -> events.add("tested closed"));
            x.peer.read(ByteBuffer.allocate(1), () -> events.add("peer's end came"));
        });
        assertThat(events).containsExactly("peer's end came", "tested closed", "afterwards");
    }

    @Test
    void failsIfAThreadIsLeft() {
        CountDownLatch released = new CountDownLatch(1);
        assertThatThrownBy(() ->
                        Examination.examine(subject, x -> x.start("stubborn", () -> awaitStubbornly(released))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("stubborn")
                .hasMessageContaining("still runs");
        released.countDown();
    }

    @Test
    void failsIfRetriesAreStillRunAfterClose() {
        patience = Duration.ofMillis(150);
        AtomicBoolean stop = new AtomicBoolean();
        assertThatThrownBy(() -> {
                    // A busy machine may keep the spinning thread from running for long enough to look like rest.
                    for (int attempt = 0; attempt < 50; attempt++) {
                        Examination.examine(subject, x -> spin(x.retry(), stop));
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("retries are still run");
        stop.set(true);
    }

    private static void spin(Retry retry, AtomicBoolean stop) throws InterruptedException {
        CountDownLatch spinning = new CountDownLatch(1);
        Task.start("spinning", () -> {
            while (!stop.get()) {
                retry.run();
                spinning.countDown();
            }
        });
        spinning.await();
    }

    @Test
    void showsTheTestsOwnFailureBeforeThatOfTheCleanup() {
        CountDownLatch released = new CountDownLatch(1);
        assertThatThrownBy(() -> Examination.examine(subject, x -> {
                    x.start("stubborn", () -> awaitStubbornly(released));
                    throw new AssertionError("the rule is broken");
                }))
                .hasMessage("the rule is broken")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        released.countDown();
    }

    @Test
    void givesUpATestThatHangsAndShowsWhere() {
        patience = Duration.ofMillis(50);
        CountDownLatch released = new CountDownLatch(1);
        assertThatThrownBy(() -> Examination.examine(subject, x -> awaitStubbornly(released)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'transport contract: test' still runs after 150 ms")
                .satisfies(e -> assertThat(e.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("awaitStubbornly")));
        released.countDown();
    }

    @Test
    void skipsWhatNeedsAMissingAbilityAndSaysWhy() {
        assertThatThrownBy(() -> Examination.examine(subject, x -> x.needs(Ability.HALF_CLOSE)))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("the transport cannot end one half only");
        assertThat(events).containsExactly("afterwards");
    }

    private static void awaitStubbornly(CountDownLatch released) {
        boolean waits = true;
        while (waits) {
            try {
                released.await();
                waits = false;
            } catch (InterruptedException e) {
                // stubborn
            }
        }
    }
}
