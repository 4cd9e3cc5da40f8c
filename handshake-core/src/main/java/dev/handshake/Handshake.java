package dev.handshake;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One side of one opening handshake, without I/O: no socket, no thread, no clock. Whoever drives it asks {@link #step()}
 * what is needed next, and does it:
 *
 * <ul>
 *   <li>{@link Step#READ}: put octets into {@link #input()}, or call {@link #endOfInput()};
 *   <li>{@link Step#WRITE}: send octets from {@link #output()};
 *   <li>{@link Step#DECIDE}: call {@link ServerHandshake#decide};
 *   <li>{@link Step#OPEN} and {@link Step#FAILED}: nothing, it is done.
 * </ul>
 *
 * Octets may come and go in pieces of any size; the result is the same. Not thread-safe: one thread at a time.
 */
public abstract sealed class Handshake permits ServerHandshake, ClientHandshake {

    static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    final HeadReader reader;
    final ConnectionInfo connection;
    Step state;
    HandshakePhase phase = HandshakePhase.REQUEST;
    ByteBuffer output = NOTHING;

    private @Nullable HandshakeFailure broken;
    private @Nullable HandshakeFailure unmet;
    private @Nullable Throwable cause;
    private @Nullable HandshakeException failure;
    private boolean explaining;

    Handshake(HeadReader reader, ConnectionInfo connection, Step state) {
        this.reader = reader;
        this.connection = connection;
        this.state = state;
    }

    /**
     * Looks at what has arrived and been sent since, and says what is needed next. Asking twice changes nothing.
     *
     * @return the next step
     */
    public final Step step() {
        while (true) {
            Step before = state;
            if (before == Step.READ) {
                received();
            } else if (before == Step.WRITE && !output.hasRemaining()) {
                sent();
            }
            if (state == before) {
                return before;
            }
        }
    }

    /**
     * Returns where octets from the peer belong, at the buffer's position. There is room for at least one.
     *
     * @return the buffer; it belongs to this handshake and is good until the next {@link #step()}
     * @throws IllegalStateException if the step is not {@link Step#READ}
     */
    public final ByteBuffer input() {
        require(Step.READ);
        return reader.input();
    }

    /** Returns how many octets {@link #take} would take. */
    final int room() {
        return reader.room();
    }

    /** Takes octets as if they had been put into {@link #input()}, but holds no more space than they need. */
    final void take(ByteBuffer received) {
        require(Step.READ);
        reader.take(received);
    }

    /**
     * Says that the peer has ended its stream.
     *
     * @throws IllegalStateException if the step is not {@link Step#READ}
     */
    public final void endOfInput() {
        require(Step.READ);
        inputEnded();
    }

    /**
     * Returns what is to be sent to the peer. What was taken from the buffer counts as sent.
     *
     * @return the buffer, perhaps read-only; it belongs to this handshake and is good until the next {@link #step()}
     * @throws IllegalStateException if the step is not {@link Step#WRITE}
     */
    public final ByteBuffer output() {
        require(Step.WRITE);
        return output;
    }

    /**
     * Returns the request.
     *
     * @return on the server's side, what was received, or null before it is complete and if it was malformed; on the
     *     client's, what is sent
     */
    public abstract @Nullable HandshakeRequest request();

    /**
     * Returns the final response.
     *
     * @return null before there is one
     */
    public abstract @Nullable HandshakeResponse response();

    /**
     * Returns the subprotocol agreed on.
     *
     * @return null if there is none
     */
    public abstract @Nullable String subprotocol();

    /**
     * Returns the extensions agreed on.
     *
     * @return the extensions as the response names them, in its order
     */
    public abstract List<Extension> extensions();

    /**
     * Returns the octets that arrived behind what this handshake read: the first input of the WebSocket, or, after a
     * refusal that leaves the connection open, of the next request.
     *
     * @return a read-only view of them, perhaps empty; each call returns a new one
     */
    public ByteBuffer leftover() {
        return reader.hasRest() ? reader.rest().asReadOnlyBuffer() : NOTHING;
    }

    /**
     * Returns how far the handshake has come. Once it failed, where it did.
     *
     * @return the phase
     */
    public final HandshakePhase phase() {
        return phase;
    }

    /**
     * Returns why the handshake failed.
     *
     * @return the failure; each call returns the same one
     * @throws IllegalStateException if the step is not {@link Step#FAILED}
     */
    public final HandshakeException failure() {
        require(Step.FAILED);
        return described();
    }

    /** Describes the failure, though what answers it may not all have been sent. */
    final HandshakeException described() {
        if (failure == null) {
            failure = describe(Objects.requireNonNull(broken), cause);
            failure.explain(explaining ? trace() : null);
        }
        return failure;
    }

    final HandshakeException describe(HandshakeFailure broken, @Nullable Throwable cause) {
        return new HandshakeException(
                broken, phase, request(), response(), reusable(), leftover(), detail(broken), cause);
    }

    /**
     * Explains what each rule has found so far, in the order in which they are checked. Put together in each call.
     *
     * @return the trace
     */
    public final HandshakeTrace trace() {
        return HandshakeTrace.of(this);
    }

    /** Has the failure, if there is to be one, carry a trace. */
    final void explain(boolean on) {
        explaining = on;
    }

    /** The rules in the order in which they are checked. */
    abstract List<Rule> rules();

    /** How many of the rules are met, as long as none is broken. */
    abstract int rulesMet();

    abstract Limits limits();

    /** The head that is being read, or was the last to be. */
    final Head head() {
        return reader.head();
    }

    /** The head that the rules have read. */
    Head judgedHead() {
        return head();
    }

    final String headOctets() {
        Head judged = judgedHead();
        return judged == head() ? reader.received() : judged.text();
    }

    final @Nullable HandshakeFailure broken() {
        return broken;
    }

    /** How the rule was broken that decided, though the answer to that may have failed afterwards. */
    final @Nullable HandshakeFailure unmet() {
        return unmet;
    }

    final void unmet(HandshakeFailure failure) {
        unmet = unmet == null ? failure : unmet;
    }

    /** Tells whether the connection may be used for another attempt after this failure. */
    abstract boolean reusable();

    abstract void received();

    abstract void sent();

    abstract void inputEnded();

    /**
     * What a person needs to know beside the rule's own sentence; empty if there is nothing. It outlives the engine: a head
     * that met the syntax has been given away with the request or the response, and of another the octets may change.
     */
    Supplier<String> detail(HandshakeFailure broken) {
        if (broken == HandshakeFailure.BAD_SYNTAX) {
            String problem = found(Rule.Outer.SYNTAX).text() + ".";
            return () -> problem;
        }
        List<Rule> rules = rules();
        Head judged = judgedHead();
        return () -> detail(broken, rules, judged);
    }

    private static String detail(HandshakeFailure broken, List<Rule> rules, Head judged) {
        int index = Rule.indexOf(broken, rules);
        if (index < 0 || rules.get(index) instanceof Rule.Outer) {
            return "";
        }
        Found found = rules.get(index).reading().in(judged, new Found(judged));
        return found.slices().isEmpty() ? "" : "Found: " + found.text() + ".";
    }

    /** What a rule that was reached has found. */
    final Found found(Rule rule) {
        return rule.in(this, new Found(judgedHead()));
    }

    final Found foundProblem(Found found) {
        Head head = head();
        int at = head.problemAt;
        return head.problem == null
                ? found.add("well-formed")
                : found.place(at, at + 1).add("At octet " + (at - head.from) + ": " + head.problem);
    }

    /** Notes what is wrong. What remains to be sent is sent before the step becomes {@link Step#FAILED}. */
    final void fail(HandshakeFailure broken, @Nullable Throwable cause) {
        this.broken = broken;
        this.cause = cause;
        unmet(broken);
        state = output.hasRemaining() ? Step.WRITE : Step.FAILED;
    }

    final boolean hasFailed() {
        return broken != null;
    }

    final void require(Step step) {
        if (step() != step) {
            throw new IllegalStateException("the handshake is at step " + state + ", not at " + step);
        }
    }

    void reset(Step first) {
        reader.reset();
        output = NOTHING;
        broken = null;
        unmet = null;
        cause = null;
        failure = null;
        state = first;
        phase = HandshakePhase.REQUEST;
    }
}
