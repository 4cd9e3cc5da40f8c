package dev.handshake.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A handshake ends once, whichever comes first: the last octet, the deadline, or a cancel. What the caller is told, what the
 * listener is told, and what becomes of the connection agree, and no timer is left.
 */
public final class Endings {

    private static final String ALL_BUT_THE_LAST = Watched.REQUEST.substring(0, Watched.REQUEST.length() - 1);
    private static final String THE_LAST = "\n";

    private Endings() {}

    @JCStressTest
    @Outcome(id = "open, kept, reported open, 0 timers", expect = ACCEPTABLE, desc = "Too late to cancel.")
    @Outcome(id = "cancelled, closed, reported CANCELLED, 0 timers", expect = ACCEPTABLE, desc = "Cancelled.")
    @Outcome(
            id = "cancelled, closed, reported open, 0 timers",
            expect = ACCEPTABLE,
            desc = "Cancelled when it was open, and nobody had been told.")
    @Outcome(expect = FORBIDDEN, desc = "A connection that nobody has, or an end that is not one.")
    @State
    public static class LastOctetAgainstCancel {

        private final Attempt attempt = new Attempt().begin(ALL_BUT_THE_LAST);

        @Actor
        public void octet() {
            attempt.transport.peerSends(THE_LAST);
        }

        @Actor
        public void cancel() {
            attempt.cancel();
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = attempt.end();
        }
    }

    @JCStressTest
    @Outcome(id = "open, kept, reported open, 0 timers", expect = ACCEPTABLE, desc = "In time.")
    @Outcome(id = "TIMED_OUT, closed, reported TIMED_OUT, 0 timers", expect = ACCEPTABLE, desc = "Too late.")
    @Outcome(expect = FORBIDDEN, desc = "Two ends, or none.")
    @State
    public static class LastOctetAgainstDeadline {

        private final Attempt attempt = new Attempt().begin(ALL_BUT_THE_LAST);

        @Actor
        public void octet() {
            attempt.transport.peerSends(THE_LAST);
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

    @JCStressTest
    @Outcome(id = "cancelled, closed, reported CANCELLED, 0 timers", expect = ACCEPTABLE, desc = "Cancelled.")
    @Outcome(id = "TIMED_OUT, closed, reported TIMED_OUT, 0 timers", expect = ACCEPTABLE, desc = "Too late.")
    @Outcome(
            id = "cancelled, closed, reported TIMED_OUT, 0 timers",
            expect = ACCEPTABLE,
            desc = "Cancelled when it had ended, and nobody had been told.")
    @Outcome(expect = FORBIDDEN, desc = "Two ends, or none.")
    @State
    public static class DeadlineAgainstCancel {

        private final Attempt attempt = new Attempt().begin(ALL_BUT_THE_LAST);

        @Actor
        public void deadline() {
            attempt.deadlines.come();
        }

        @Actor
        public void cancel() {
            attempt.cancel();
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = attempt.end();
        }
    }

    @JCStressTest
    @Outcome(id = "NO_CONNECTION, closed, reported NO_CONNECTION, 0 timers", expect = ACCEPTABLE, desc = "Refused.")
    @Outcome(id = "TIMED_OUT, closed, reported TIMED_OUT, 0 timers", expect = ACCEPTABLE, desc = "Too late.")
    @Outcome(expect = FORBIDDEN, desc = "A deadline hides the refusal that is out, a timer is left, or it never ends.")
    @State
    public static class RefusalAgainstDeadline {

        private static final int LAST = Watched.PLAIN_REQUEST.length() - 1;

        private final Attempt attempt = new Attempt().begin(Watched.PLAIN_REQUEST.substring(0, LAST));

        /** Then the refused peer's octets are drained, until its end. */
        @Actor
        public void octet() {
            attempt.transport.peerSends(Watched.PLAIN_REQUEST.substring(LAST));
            attempt.transport.peer().shutdownOutput();
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

    @JCStressTest
    @Outcome(id = "NO_CONNECTION, closed, reported NO_CONNECTION, 0 timers", expect = ACCEPTABLE, desc = "Refused.")
    @Outcome(expect = FORBIDDEN, desc = "The refusal is out, so that nothing else is the reason any more.")
    @State
    public static class EndOfDrainingAgainstDeadline {

        private final Attempt attempt = new Attempt().begin(Watched.PLAIN_REQUEST);

        @Actor
        public void theirEnd() {
            attempt.transport.peer().shutdownOutput();
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
