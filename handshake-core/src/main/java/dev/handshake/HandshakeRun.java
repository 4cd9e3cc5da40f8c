package dev.handshake;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Drives an engine over a transport: the only loop there is, for both roles and both styles. As a Runnable it is the
 * {@code retry} of its transport: waiting, that unparks the caller; async, it runs the loop again, never twice at once and
 * never within itself.
 *
 * <p>However it ends, it ends once: the first to set the {@code outcome} wins, be it the loop, the deadline or a cancel.
 */
final class HandshakeRun extends InProgress implements Runnable {

    private static final AtomicReferenceFieldUpdater<HandshakeRun, @Nullable Object> OUTCOME =
            AtomicReferenceFieldUpdater.newUpdater(HandshakeRun.class, Object.class, "outcome");
    private static final AtomicIntegerFieldUpdater<HandshakeRun> ROUNDS =
            AtomicIntegerFieldUpdater.newUpdater(HandshakeRun.class, "rounds");

    private final Handshake engine;
    /** The transport, or in front of it what was read before. */
    private final ByteTransport source;

    private RunReport report;

    /** Null until it has ended. Changed by {@link #OUTCOME} only. */
    private volatile @Nullable Object outcome;

    /** How often there was a reason to try again since the loop last looked. Changed by {@link #ROUNDS} only. */
    private volatile int rounds;

    private volatile boolean done;

    /** What it comes to if it is ended from outside now: a refusal that is out, or else the deadline, or the cancel. */
    private volatile @Nullable HandshakeException settled;

    private volatile @Nullable Thread waiter;
    private volatile boolean woken;
    private @Nullable Promise promise;

    private boolean unflushed;
    private @Nullable Ruling ruling;

    /** Null until a refusal is out behind which something may still come. */
    private @Nullable Drain drain;

    HandshakeRun(Handshake engine, ByteTransport transport, ByteBuffer alreadyRead, RunSettings settings) {
        super(transport, settings);
        this.engine = engine;
        this.source = alreadyRead.hasRemaining() ? new LeftoverTransport(alreadyRead, transport) : transport;
        this.report = new RunReport(engine);
    }

    /**
     * Waits until the handshake is done.
     *
     * @param callers the caller's buffer that the octets read before are a copy of: used up if the handshake can begin at all
     */
    Established await(ByteBuffer callers) throws IOException {
        if (!transport.mayBlock()) {
            throw new IllegalStateException("this thread must not wait, because the transport needs it to go on;"
                    + " call the async form of this method here");
        }
        waiter = Thread.currentThread();
        begin(settings.timeoutNanos(), callers);
        while (!done) {
            round();
            while (!woken && !done) {
                LockSupport.park(this);
                if (Thread.currentThread().isInterrupted()) {
                    cancel();
                }
            }
            woken = false;
        }
        return result();
    }

    private Established result() throws IOException {
        Object result = Objects.requireNonNull(outcome);
        if (result instanceof Established established) {
            return established;
        }
        if (result instanceof HandshakeException e) {
            throw e.thrown();
        }
        if (result instanceof IOException e) {
            throw e;
        }
        if (result instanceof RuntimeException e) {
            throw e;
        }
        throw (Error) result;
    }

    /**
     * Starts the handshake and returns at once.
     *
     * @param callers as for {@link #await}
     */
    CompletableFuture<Established> start(ByteBuffer callers) {
        return start(settings.timeoutNanos(), callers);
    }

    /** Starts the handshake as a part of something longer, which has begun its report and has a deadline. */
    CompletableFuture<Established> startAsPartOf(RunReport report, long dueNanos) {
        this.report = report.over(engine);
        return start(dueNanos - System.nanoTime(), Handshake.NOTHING);
    }

    private CompletableFuture<Established> start(long budgetNanos, ByteBuffer callers) {
        Promise promised = new Promise(this);
        promise = promised;
        begin(budgetNanos, callers);
        run();
        return promised;
    }

    private void begin(long budgetNanos, ByteBuffer callers) {
        report.begin(settings);
        claim(budgetNanos);
        callers.position(callers.limit());
        try {
            watch(budgetNanos);
        } catch (RuntimeException | Error e) {
            end(e);
        }
    }

    /** Tries again: something may have changed. */
    @Override
    public void run() {
        Thread waiting = waiter;
        if (waiting != null) {
            woken = true;
            LockSupport.unpark(waiting);
        } else if (ROUNDS.getAndIncrement(this) == 0) {
            try {
                dispatch();
            } catch (RuntimeException | Error e) {
                // The executor takes no more tasks, or there is no thread to be had.
                end(e);
            }
        }
    }

    private void dispatch() {
        if (settings.executor() != null) {
            settings.executor().execute(this::allRounds);
        } else if (transport.blocks()) {
            Background.start(this::allRounds);
        } else {
            allRounds();
        }
    }

    private void allRounds() {
        int due = rounds;
        do {
            round();
            due = ROUNDS.addAndGet(this, -due);
        } while (due != 0);
    }

    /** Goes as far as it can. */
    private void round() {
        try {
            boolean progress = true;
            while (progress && outcome == null) {
                progress = step();
            }
        } catch (IOException | RuntimeException | Error e) {
            if (waiter != null && Thread.currentThread().isInterrupted()) {
                // Some transports fail a blocked call that is interrupted; the interrupt is the reason, then.
                cancel();
            }
            if (engine instanceof ClientHandshake client && client.isReadingBody()) {
                // What has arrived of the body is all there is.
                client.endOfInput();
            }
            HandshakeException known = engine.hasFailed() ? engine.described() : settled;
            if (known == null) {
                end(e);
                return;
            }
            HandshakeException refusal = known.notReusable();
            refusal.addSuppressed(e);
            end(refusal);
        }
    }

    private boolean step() throws IOException {
        Step next = engine.step();
        report.entered(engine.phase());
        return switch (next) {
            case READ -> flushed() && read();
            case WRITE -> write();
            case DECIDE -> decide((ServerHandshake) engine);
            case OPEN -> flushed() && end(established());
            case FAILED -> flushed() && leave();
        };
    }

    private boolean read() throws IOException {
        if (settled == null && engine instanceof ClientHandshake client && client.isReadingBody()) {
            settled = client.describe(client.declined(), null);
        }
        boolean ownThread = waiter != null || transport.blocks();
        int count = ownThread ? source.read(engine.input(), this) : readByWayOfThread();
        if (count < 0) {
            engine.endOfInput();
        } else {
            report.read(count);
        }
        return count != 0;
    }

    /** Where one thread serves many connections, none of them needs a buffer of its own while nothing comes. */
    private int readByWayOfThread() throws IOException {
        Scratch scratch = Scratch.ofThisThread();
        ByteBuffer received = scratch.take(engine.room());
        try {
            int count = source.read(received, this);
            if (count > 0) {
                engine.take(received.flip());
            }
            return count;
        } finally {
            scratch.giveBack(received);
        }
    }

    private boolean write() throws IOException {
        int count = source.write(engine.output(), this);
        report.wrote(count);
        unflushed |= count != 0;
        return count != 0;
    }

    /** Pushes out what was written. A peer answers, and a connection is done with, only behind that. */
    private boolean flushed() throws IOException {
        unflushed = unflushed && !source.flush(this);
        return !unflushed;
    }

    private boolean decide(ServerHandshake server) {
        HandshakeRequest request = Objects.requireNonNull(server.request());
        report.request(request);
        AsyncDecider decider = settings.decider();
        if (decider == null) {
            server.decide(Decision.accept());
            return true;
        }
        if (ruling == null) {
            ruling = new Ruling(decider, this);
        }
        return ruling.tell(server, request);
    }

    private Established established() {
        return new Established(
                engine instanceof ServerHandshake ? Role.SERVER : Role.CLIENT,
                transport,
                leftover(engine.leftover()),
                Objects.requireNonNull(engine.request()),
                Objects.requireNonNull(engine.response()),
                engine.subprotocol(),
                engine.extensions());
    }

    /** What the engine has not used, and behind it what it has not even been given. */
    private ByteBuffer leftover(ByteBuffer unused) {
        return copy(unused, source instanceof LeftoverTransport before ? before.leftover() : Handshake.NOTHING);
    }

    /** Returns the octets of both, which stay where they are, in one buffer of its own. */
    static ByteBuffer copy(ByteBuffer first, ByteBuffer second) {
        int octets = first.remaining() + second.remaining();
        return octets == 0
                ? Handshake.NOTHING
                : ByteBuffer.allocate(octets)
                        .put(first.duplicate())
                        .put(second.duplicate())
                        .flip();
    }

    /**
     * After a failure: leaves the connection open, or closes it. If the peer was answered, our half ends first and what it
     * still sends is read and dropped for a while, since closing with unread input would reset the connection, and the
     * answer be lost on its way.
     */
    private boolean leave() throws IOException {
        HandshakeException failure = engine.failure();
        if (failure.reusable()) {
            return end(failure.withLeftover(leftover(failure.leftover())));
        }
        if (!(engine instanceof ServerHandshake)
                || engine.response() == null
                || settings.limits().drainBytes() == 0) {
            return end(failure);
        }
        if (drain == null) {
            drain = new Drain(settings.limits().drainBytes());
            settled = failure;
            limitDraining();
            source.shutdownOutput();
        }
        int count = drain.read(source, this);
        return count < 0 || drain.isFull() ? end(failure) : count != 0;
    }

    private void limitDraining() {
        long now = System.nanoTime();
        long nanos = Math.min(RunSettings.nanos(settings.limits().drainTime()), dueNanos - now);
        dueNanos = now + nanos;
        watch(nanos);
        if (outcome != null) {
            unwatch();
        }
    }

    /**
     * On the thread of the deadlines, which every handshake of the process needs: all that may take its time, such as a
     * listener, goes elsewhere. A transport that does not block closes at once, so deadlines are kept however many come.
     */
    @Override
    void timeUp() {
        Object result = endedFromOutside(HandshakeFailure.TIMED_OUT, "It had " + settings.timeout() + ".");
        if (!OUTCOME.compareAndSet(this, null, result)) {
            return;
        }
        if (settings.scheduler() == null && !transport.blocks()) {
            close(result);
        }
        settings.offTimer(transport.blocks(), () -> finish(result));
    }

    void cancel() {
        end(endedFromOutside(HandshakeFailure.CANCELLED, ""));
    }

    private HandshakeException endedFromOutside(HandshakeFailure failure, String detail) {
        HandshakeException known = settled;
        return known != null ? known : report.describe(failure, detail);
    }

    /** Ends the handshake, unless it has ended. Returns false, since nothing goes on from here. */
    private boolean end(Object result) {
        if (OUTCOME.compareAndSet(this, null, result)) {
            finish(result);
        }
        return false;
    }

    private void finish(Object result) {
        over();
        boolean leftOpen = result instanceof Established || result instanceof HandshakeException e && e.reusable();
        if (!leftOpen) {
            close(result);
        }
        try {
            report.end(result, settings);
        } finally {
            tell(result, leftOpen);
        }
    }

    /** By its contract this throws nothing; what is thrown all the same must not stand in the way of the end. */
    private void close(Object result) {
        try {
            source.close();
        } catch (RuntimeException | Error e) {
            if (result instanceof Throwable failure && failure != e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** Lets the caller know, who has waited until the transport was closed and the end reported. */
    private void tell(Object result, boolean leftOpen) {
        done = true;
        Thread waiting = waiter;
        // Where the transport blocks, it is the one who waits that comes here.
        if (waiting != null && waiting != Thread.currentThread()) {
            LockSupport.unpark(waiting);
        }
        Promise promised = promise;
        if (promised != null && !promised.keep(result) && leftOpen) {
            // The future was cancelled meanwhile, so nobody else has the transport.
            source.close();
        }
    }
}
