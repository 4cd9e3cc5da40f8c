package dev.handshake;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says why a handshake failed: which rule, in which phase, and what was known by then. Its message is for a person: it
 * names the rule, says what would be right, and shows no credentials. Unless {@link #reusable()}, the connection is closed.
 *
 * <p>It says what a peer did, not where a program went wrong, and peers can have as many made as they like. So it has a stack
 * trace only where a waiting verb throws it, which tells who waited; not where it is given to a future or a listener, or comes
 * from {@link Handshake#failure()}. The message is put together when it is asked for.
 */
public final class HandshakeException extends IOException {

    private static final long serialVersionUID = 1;

    /** The rule: never null. */
    private final HandshakeFailure failure;

    /** How far the handshake came: never null. */
    private final HandshakePhase phase;

    private final transient @Nullable HandshakeRequest request;
    private final transient @Nullable HandshakeResponse response;

    /** Whether the transport was left open. */
    private final boolean reusable;

    private final transient ByteBuffer leftover;
    private transient @Nullable HandshakeTrace trace;

    /** What was found, as far as nobody writes over it; part of the message, once that is asked for. */
    private final transient Supplier<String> detail;

    /** Null until it is asked for. */
    private @Nullable String message;

    HandshakeException(
            HandshakeFailure failure,
            HandshakePhase phase,
            @Nullable HandshakeRequest request,
            @Nullable HandshakeResponse response,
            boolean reusable,
            ByteBuffer leftover,
            Supplier<String> detail,
            @Nullable Throwable cause) {
        super(null, cause);
        this.failure = failure;
        this.detail = detail;
        this.phase = phase;
        this.request = request;
        this.response = response;
        this.reusable = reusable;
        this.leftover = copy(leftover);
    }

    private HandshakeException(HandshakeException other, boolean reusable, ByteBuffer leftover) {
        super(null, other.getCause());
        this.failure = other.failure;
        this.detail = other.detail;
        this.message = other.message;
        this.phase = other.phase;
        this.request = other.request;
        this.response = other.response;
        this.reusable = reusable;
        this.leftover = copy(leftover);
        this.trace = other.trace;
    }

    /** Takes the trace along, before anyone else has this. */
    void explain(@Nullable HandshakeTrace trace) {
        this.trace = trace;
    }

    /** An exception may live longer than the engine that it comes from. */
    private static ByteBuffer copy(ByteBuffer octets) {
        return !octets.hasRemaining()
                ? Handshake.NOTHING
                : ByteBuffer.allocate(octets.remaining())
                        .put(octets.duplicate())
                        .flip()
                        .asReadOnlyBuffer();
    }

    /** The failure that this one has led to. */
    HandshakeException because(HandshakeFailure broken, String detail) {
        HandshakeException next =
                new HandshakeException(broken, phase, request, response, false, leftover, () -> detail, this);
        next.explain(trace);
        return next;
    }

    HandshakeException withLeftover(ByteBuffer more) {
        return new HandshakeException(this, reusable, more);
    }

    /** The same for a connection that is no good any more, because the answer did not get out. */
    HandshakeException notReusable() {
        return reusable ? new HandshakeException(this, false, Handshake.NOTHING) : this;
    }

    /** Leaves out the stack trace; see {@link #thrown()}. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }

    /** Fills in the stack trace of whoever has waited, and is thrown this. */
    HandshakeException thrown() {
        super.fillInStackTrace();
        return this;
    }

    /**
     * Says what was wrong and what would be right, for a person.
     *
     * @return the rule's name and sentence, what was found, the usual cause, and the clause
     */
    @Override
    public String getMessage() {
        String known = message;
        if (known == null) {
            known = message();
            message = known;
        }
        return known;
    }

    private String message() {
        StringBuilder message = new StringBuilder(failure.name()).append(": ").append(failure.sentence());
        for (String more : new String[] {detail.get(), failure.usualCause()}) {
            if (!more.isEmpty()) {
                message.append(' ').append(more);
            }
        }
        String clause = phase == HandshakePhase.RESPONSE ? ResponseRule.clauseOf(failure) : failure.clause();
        if (!clause.isEmpty()) {
            message.append(" (").append(clause).append(')');
        }
        return message.toString();
    }

    /**
     * What the message is made from is not written, so the message is.
     *
     * @param out where to
     * @throws IOException if it can't be written there
     */
    private void writeObject(ObjectOutputStream out) throws IOException {
        getMessage();
        out.defaultWriteObject();
    }

    /**
     * Returns the rule that was broken.
     *
     * @return the rule
     */
    public HandshakeFailure failure() {
        return failure;
    }

    /**
     * Returns how far the handshake had come.
     *
     * @return the phase
     */
    public HandshakePhase phase() {
        return phase;
    }

    /**
     * Returns the request.
     *
     * @return what was received, or sent; empty if it was never complete, or malformed
     */
    public Optional<HandshakeRequest> request() {
        return Optional.ofNullable(request);
    }

    /**
     * Returns the response.
     *
     * @return what was sent, or received; empty if there was none
     */
    public Optional<HandshakeResponse> response() {
        return Optional.ofNullable(response);
    }

    /**
     * Returns what each rule found.
     *
     * @return the trace; empty unless {@link HandshakerBuilder#explain} was on, and if the handshake was ended from outside
     */
    public Optional<HandshakeTrace> trace() {
        return Optional.ofNullable(trace);
    }

    /**
     * Tells whether the transport was left open, so that the same one may be accepted again with the {@link #leftover()}.
     * Where that is done asynchronously, go round in a loop while the future is done at once, instead of nesting one call
     * in the completion of another: a peer may send any number of requests in one piece.
     *
     * @return true only on a server with {@code keepAlive(true)}, after a refusal
     */
    public boolean reusable() {
        return reusable;
    }

    /**
     * Returns the octets that had arrived behind the request.
     *
     * @return a read-only view, perhaps empty; each call returns a new one
     */
    public ByteBuffer leftover() {
        return leftover == null ? ByteBuffer.allocate(0) : leftover.duplicate();
    }
}
