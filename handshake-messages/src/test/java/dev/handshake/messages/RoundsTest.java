package dev.handshake.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Who does the rounds over a transport that blocks. */
class RoundsTest {

    private final List<Runnable> elsewhere = new ArrayList<>();
    private final List<String> done = new ArrayList<>();

    /** What is asked whether anything is wanted, in turn; then no. */
    private final Deque<Boolean> wanted = new ArrayDeque<>();

    private boolean rejects;

    private final Rounds rounds = new Rounds(true, this::execute) {
        @Override
        boolean step() {
            done.add("step");
            return false;
        }

        @Override
        boolean isWanted() {
            return !wanted.isEmpty() && wanted.poll();
        }

        @Override
        void failed(Throwable e) {
            done.add(e.getMessage());
        }
    };

    private void execute(Runnable task) {
        if (rejects) {
            throw new RejectedExecutionException("no more");
        }
        elsewhere.add(task);
    }

    @Test
    void whoMustNotWaitDoesNoStepThoughSomethingIsAskedForJustNow() {
        wanted.addAll(List.of(false, true));
        rounds.run();
        assertThat(done).isEmpty();
        rounds.run();
        assertThat(done).isEmpty();
        assertThat(elsewhere).hasSize(1);
        wanted.add(true);
        elsewhere.get(0).run();
        assertThat(done).containsExactly("step");
    }

    @Test
    void withoutAThreadItFails() {
        rejects = true;
        wanted.addAll(List.of(true, true));
        rounds.run();
        assertThat(done).containsExactly("no more", "step");
    }
}
