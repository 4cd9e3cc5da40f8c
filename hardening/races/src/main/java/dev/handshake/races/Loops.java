package dev.handshake.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.handshake.nio.NioLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A task given to a loop runs once, or is refused; it wakes a loop that sleeps; and a loop that is closed ends. */
public final class Loops {

    private static final Duration LONG = Duration.ofHours(1);

    private Loops() {}

    private static NioLoop open() {
        try {
            return NioLoop.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NioLoop start() {
        try {
            return NioLoop.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String execute(NioLoop loop, Runnable task) {
        try {
            loop.execute(task);
            return "taken";
        } catch (RejectedExecutionException e) {
            return "refused";
        }
    }

    @JCStressTest
    @Outcome(id = "taken, ran 1", expect = ACCEPTABLE, desc = "Before it was closed.")
    @Outcome(id = "refused, ran 0", expect = ACCEPTABLE, desc = "Behind that.")
    @Outcome(expect = FORBIDDEN, desc = "A task was lost, ran twice, or ran though it was refused.")
    @State
    public static class TaskAgainstClose {

        private final NioLoop loop = open();
        private final AtomicInteger ran = new AtomicInteger();
        private String answer = "";

        @Actor
        public void task() {
            answer = execute(loop, ran::incrementAndGet);
        }

        @Actor
        public void close() {
            loop.close();
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = answer + ", ran " + ran;
        }
    }

    @JCStressTest
    @Outcome(id = "taken, ran 1", expect = ACCEPTABLE, desc = "It woke the loop, or came before that slept.")
    @Outcome(expect = FORBIDDEN, desc = "A task was lost, or ran twice; one that does not wake the loop hangs.")
    @State
    public static class TaskAgainstSleep {

        private final NioLoop loop = open();
        private final AtomicInteger ran = new AtomicInteger();
        private String answer = "";

        @Actor
        public void drives() {
            while (ran.get() == 0) {
                loop.runOnce(LONG);
            }
        }

        @Actor
        public void task() {
            answer = execute(loop, ran::incrementAndGet);
        }

        @Arbiter
        public void end(L_Result result) {
            loop.close();
            result.r1 = answer + ", ran " + ran;
        }
    }

    @JCStressTest
    @Outcome(id = "taken, ran 1", expect = ACCEPTABLE, desc = "Before it was closed.")
    @Outcome(id = "refused, ran 0", expect = ACCEPTABLE, desc = "Behind that.")
    @Outcome(
            expect = FORBIDDEN,
            desc = "A task was lost, ran twice, or ran though it was refused; or the loop sleeps on.")
    @State
    public static class TaskAgainstCloseOfALoopThatRuns {

        private final NioLoop loop = start();
        private final AtomicInteger ran = new AtomicInteger();
        private String answer = "";

        @Actor
        public void task() {
            answer = execute(loop, ran::incrementAndGet);
        }

        @Actor
        public void close() {
            loop.close();
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = answer + ", ran " + ran;
        }
    }
}
