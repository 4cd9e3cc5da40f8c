package dev.handshake.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.handshake.Established;
import dev.handshake.HandshakeException;
import dev.handshake.ServerHandshaker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** The timer that all handshakes share looks at those that go on now and then; none of them is overlooked. */
public final class Looks {

    private static final ServerHandshaker SOON = timeout(Duration.ofNanos(20_000));
    private static final ServerHandshaker LATER = timeout(Duration.ofNanos(60_000));
    private static final long FOR_EVER_SECONDS = 30;

    private Looks() {}

    private static ServerHandshaker timeout(Duration timeout) {
        return ServerHandshaker.builder().timeout(timeout).build();
    }

    private static String end(CompletableFuture<Established> attempt) {
        try {
            return attempt.get(FOR_EVER_SECONDS, TimeUnit.SECONDS).toString();
        } catch (ExecutionException e) {
            return e.getCause() instanceof HandshakeException cause
                    ? cause.failure().name()
                    : e.toString();
        } catch (TimeoutException e) {
            return "never";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @JCStressTest
    @Outcome(id = "TIMED_OUT, TIMED_OUT", expect = ACCEPTABLE, desc = "Both have come to their deadline.")
    @Outcome(expect = FORBIDDEN, desc = "One was overlooked.")
    @State
    public static class OneThatBeginsAgainstAnother {

        private final Watched first = new Watched();
        private final Watched second = new Watched();
        private CompletableFuture<Established> soon = new CompletableFuture<>();
        private CompletableFuture<Established> later = new CompletableFuture<>();

        @Actor
        public void soon() {
            soon = SOON.acceptAsync(first);
        }

        @Actor
        public void later() {
            later = LATER.acceptAsync(second);
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = Looks.end(soon);
            result.r2 = Looks.end(later);
        }
    }
}
