package dev.handshake;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
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

    static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    final HeadReader reader;
    final Head head = new Head();
    final ConnectionInfo connection;
    Step state;
    HandshakePhase phase = HandshakePhase.REQUEST;
    ByteBuffer output = NOTHING;

    private @Nullable HandshakeFailure broken;
    private @Nullable Throwable cause;
    private @Nullable HandshakeException failure;

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
     * @return the buffer; it belongs to this handshake and is good until the next {@link #step()}
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
        return reader.complete() ? reader.rest().asReadOnlyBuffer() : NOTHING;
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
        }
        return failure;
    }

    final HandshakeException describe(HandshakeFailure broken, @Nullable Throwable cause) {
        return new HandshakeException(
                broken, phase, request(), response(), reusable(), leftover(), detail(broken), cause);
    }

    /** Tells whether the connection may be used for another attempt after this failure. */
    abstract boolean reusable();

    abstract void received();

    abstract void sent();

    abstract void inputEnded();

    /** What a person needs to know beside the rule's own sentence; empty if there is nothing. */
    String detail(HandshakeFailure broken) {
        if (broken == HandshakeFailure.BAD_SYNTAX) {
            String problem = head.problem != null ? head.problem : reader.problem();
            int at = head.problem != null ? head.problemAt : reader.problemAt();
            return problem == null ? "" : "At octet " + (at - reader.from()) + ": " + problem + ".";
        }
        Field field = broken.evidence;
        if (field == null || !head.has(field) || Field.secret(field.text)) {
            return "";
        }
        StringBuilder found = new StringBuilder("Found: ");
        for (int line = head.next(field, 0); line >= 0; line = head.next(field, line + 1)) {
            found.append('\'').append(Text.shown(head.value(line))).append("' ");
        }
        return found.toString().trim() + ".";
    }

    /** Notes what is wrong. What remains to be sent is sent before the step becomes {@link Step#FAILED}. */
    final void fail(HandshakeFailure broken, @Nullable Throwable cause) {
        this.broken = broken;
        this.cause = cause;
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
        head.problem = null;
        output = NOTHING;
        broken = null;
        cause = null;
        failure = null;
        state = first;
        phase = HandshakePhase.REQUEST;
    }
}
