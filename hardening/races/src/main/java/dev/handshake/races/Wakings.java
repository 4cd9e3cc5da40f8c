package dev.handshake.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** No retry is lost, and none runs the handshake twice at once, whoever is at it already. */
public final class Wakings {

    private static final int HALF = Watched.REQUEST.length() / 2;
    private static final String FIRST = Watched.REQUEST.substring(0, HALF);
    private static final String SECOND = Watched.REQUEST.substring(HALF);

    private Wakings() {}

    @JCStressTest
    @Outcome(id = "open, kept, reported open, 0 timers", expect = ACCEPTABLE, desc = "Open.")
    @Outcome(expect = FORBIDDEN, desc = "A retry was lost, or two ran at once.")
    @State
    public static class CauseAgainstNone {

        private final Attempt attempt = new Attempt().begin(FIRST);

        @Actor
        public void octets() {
            attempt.transport.peerSends(SECOND);
        }

        @Actor
        public void retry() {
            attempt.transport.retryInVain();
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = attempt.end();
        }
    }

    @JCStressTest
    @Outcome(id = "open, kept, reported open, 0 timers", expect = ACCEPTABLE, desc = "Open.")
    @Outcome(expect = FORBIDDEN, desc = "The retry of a caller who waits was lost, or came to nothing.")
    @State
    public static class WaiterAgainstOctets {

        private final Attempt attempt = new Attempt();

        @Actor
        public void waits() {
            attempt.await();
        }

        @Actor
        public void octets() {
            attempt.transport.peerSends(FIRST);
            attempt.transport.retryInVain();
            attempt.transport.peerSends(SECOND);
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = attempt.end();
        }
    }

    @JCStressTest
    @Outcome(id = "TIMED_OUT, closed, reported TIMED_OUT, 0 timers", expect = ACCEPTABLE, desc = "Too late.")
    @Outcome(expect = FORBIDDEN, desc = "A caller who waits was not told, or something else.")
    @State
    public static class WaiterAgainstDeadline {

        private final Attempt attempt = new Attempt();

        @Actor
        public void waits() {
            attempt.await();
        }

        @Actor
        public void deadline() {
            attempt.deadlines.come();
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = attempt.end();
        }
    }
}
