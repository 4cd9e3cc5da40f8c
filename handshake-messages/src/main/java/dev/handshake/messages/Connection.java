package dev.handshake.messages;

import dev.handshake.Established;
import dev.handshake.Role;
import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The state of a connection from its opening to its one end, for both styles and both roles: who has closed, what has failed,
 * what is due. It does no I/O but closing: {@link Inbound} and {@link Outbound} do the rest and tell it.
 *
 * <p>The order of closing is that of RFC 6455, 7.1.1: both close frames; then the server ends its half of the stream, the
 * client follows, and whoever sees the end closes. So no close frame is lost by a reset, and it is the server's port that
 * lingers.
 */
final class Connection {

    /** A server does not wait longer for a client to end the stream: it has all that it needs. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    /** More unanswered pings of the user's are not remembered. */
    private static final int PINGS = 64;

    private final ByteTransport transport;
    private final Role role;
    private final WebSocketOptions options;
    final Inbound inbound;
    final Outbound outbound;
    final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Alarm idle;
    private final Alarm closing;

    // Guarded by this.
    private @Nullable CloseStatus received;
    private @Nullable MessageException failure;

    /** The close frame that is due when the last message was handled. */
    private @Nullable CloseStatus answer;

    private boolean begunToClose;
    private boolean sent;
    private boolean left;
    private final ArrayDeque<Ping> pings = new ArrayDeque<>(0);

    /** What the idle time last saw; only its own task, which is there once, looks at these. */
    private int arrivalsSeen;

    private int departuresSeen;
    private boolean silent;
    private boolean stuck;

    private record Ping(ByteBuffer payload, CompletableFuture<Void> answered) {}

    Connection(Established open, WebSocketOptions options) {
        DeflateTerms deflate = DeflateTerms.of(open).orElse(null);
        this.transport = open.transport();
        this.role = open.role();
        this.options = options;
        idle = new Alarm(options);
        closing = new Alarm(options);
        inbound = new Inbound(this, new MessageDecoder(role, deflate, options.limits()));
        outbound = new Outbound(this, new MessageEncoder(role, deflate), options);
    }

    /** Begins to read, and to watch the time. */
    void begin() {
        watch();
        inbound.run();
    }

    ByteTransport transport() {
        return transport;
    }

    Executor executor() {
        return options.executor() != null ? options.executor() : Threads.SHARED;
    }

    // ------------------------------------------------------------------------------------------------ closing

    /** Our side closes; whatever follows of what the peer sends is read, at least to find its close frame. */
    void close(CloseStatus status) {
        beginToClose();
        outbound.close(status);
        inbound.dropMessages();
    }

    /** The peer has closed: it is answered with its own code (5.5.1), unless we have closed before. */
    void peerClosed(CloseStatus status) {
        boolean done;
        synchronized (this) {
            received = status;
            done = sent;
        }
        beginToClose();
        inbound.noMore(null, false);
        if (done) {
            leave();
        } else {
            answer(new CloseStatus(status.code(), ""));
        }
    }

    /** A rule is broken: the peer is told, behind what was sent before, and what it still sends is dropped (7.1.7). */
    void fail(MessageException e) {
        synchronized (this) {
            if (failure == null) {
                failure = e;
            }
        }
        beginToClose();
        inbound.noMore(e, false);
        answer(CloseStatus.of(e.failure()));
    }

    /** Whoever has the last message may still answer it, until the next is asked for, or for a while. */
    private void answer(CloseStatus status) {
        // In one, lest this alarm replaces that of a thread which asks for the next message just now.
        synchronized (this) {
            answer = status;
            if (inbound.isHandling()) {
                closing.set(Math.min(nanos(LINGER), nanos(options.closeTimeout())), this::handled);
                return;
            }
        }
        handled();
    }

    /** The last message was handled: the peer gets its answer. */
    void handled() {
        CloseStatus status;
        synchronized (this) {
            status = answer;
            answer = null;
        }
        if (status == null) {
            return;
        }
        closing.set(nanos(options.closeTimeout()), this::closeTimedOut);
        if (outbound.close(status)) {
            outbound.run();
        } else if (isSent()) {
            leave();
        }
    }

    private synchronized boolean isSent() {
        return sent;
    }

    private void beginToClose() {
        boolean first;
        synchronized (this) {
            first = !begunToClose;
            begunToClose = true;
        }
        if (first) {
            closing.set(nanos(options.closeTimeout()), this::closeTimedOut);
        }
    }

    /** Both sides have closed, and only the stream is still there: that is good enough. */
    private void closeTimedOut() {
        boolean both;
        synchronized (this) {
            both = sent && received != null;
        }
        if (both) {
            end();
        } else {
            cut(MessageFailure.CLOSE_TIMED_OUT, null);
        }
    }

    synchronized boolean isClosing() {
        return begunToClose;
    }

    /** Our close frame is out. */
    void closeSent() {
        boolean both;
        synchronized (this) {
            sent = true;
            both = received != null || failure != null;
        }
        if (both) {
            leave();
        }
    }

    /** There is nothing more to say: ends the stream in the order that befits the role, and waits for the peer to do it. */
    private void leave() {
        synchronized (this) {
            if (left) {
                return;
            }
            left = true;
        }
        if (role == Role.SERVER || hasFailed()) {
            closing.set(Math.min(nanos(LINGER), nanos(options.closeTimeout())), this::end);
            try {
                transport.shutdownOutput();
            } catch (IOException | RuntimeException e) {
                end();
                return;
            }
        }
        inbound.run();
    }

    private synchronized boolean hasFailed() {
        return failure != null;
    }

    // ------------------------------------------------------------------------------------------------ endings

    /** The stream has ended, or failed: that is as it should be behind the close frames only. */
    void inputEnded(@Nullable Throwable cause) {
        boolean expected;
        boolean answered;
        synchronized (this) {
            expected = received != null || failure != null;
            answered = sent;
        }
        if (expected && answered) {
            end();
        } else if (!expected || cause != null) {
            cut(Thread.currentThread().isInterrupted() ? MessageFailure.CANCELLED : MessageFailure.PEER_LEFT, cause);
        }
        // Otherwise the peer has ended its half only: the end is looked for again when our close frame is out.
    }

    /** Nothing can be sent any more. The peer may have said why, so that is waited for, but not long. */
    void outputFailed(Throwable e) {
        boolean expected;
        synchronized (this) {
            expected = received != null || failure != null;
            sent = true;
            begunToClose = true;
        }
        if (expected || !(e instanceof IOException)) {
            cut(MessageFailure.PEER_LEFT, e);
            return;
        }
        closing.set(nanos(LINGER), () -> cut(MessageFailure.PEER_LEFT, e));
        outbound.over();
        inbound.dropMessages();
    }

    /** Ends the connection at once, whatever the peer thinks. */
    void cut(MessageFailure why, @Nullable Throwable cause) {
        synchronized (this) {
            if (failure == null) {
                failure = new MessageException(why, cause);
            }
        }
        end();
    }

    private void end() {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        idle.off();
        closing.off();
        try {
            transport.close();
        } finally {
            settle();
        }
    }

    /** Lets all who wait know. */
    private void settle() {
        Ending ending;
        MessageException why;
        ArrayDeque<Ping> unanswered;
        synchronized (this) {
            why = failure;
            unanswered = new ArrayDeque<>(pings);
            pings.clear();
            ending = ending();
        }
        inbound.noMore(why, true);
        outbound.over();
        unanswered.forEach(
                ping -> ping.answered.completeExceptionally(new MessageException(MessageFailure.CLOSED, why)));
        ended.complete(ending);
    }

    private Ending ending() {
        if (received != null && (failure == null || failure.failure().code() == CloseStatus.ABNORMAL)) {
            // The peer has said why; that the stream did not end well afterwards adds little to it.
            return new Ending(received.code(), received.reason(), failure);
        }
        MessageFailure why = failure == null ? MessageFailure.CANCELLED : failure.failure();
        return new Ending(why.code(), why.name(), failure);
    }

    // -------------------------------------------------------------------------------------------- pings, idle

    /** Remembers a ping until its pong, or a later one, comes (5.5.3). */
    CompletableFuture<Void> ping(ByteBuffer payload) {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        boolean tooMany;
        synchronized (this) {
            tooMany = pings.size() >= PINGS;
            if (!tooMany) {
                pings.add(new Ping(payload, answered));
            }
        }
        if (tooMany) {
            answered.completeExceptionally(new MessageException(MessageFailure.QUEUE_FULL));
            return answered;
        }
        Sending sending = outbound.add(Sending.ping(payload.duplicate()));
        sending.whenComplete((nothing, refused) -> {
            if (refused != null) {
                forget(answered);
                answered.completeExceptionally(refused);
            }
        });
        outbound.run();
        return answered;
    }

    private synchronized void forget(CompletableFuture<Void> answered) {
        pings.removeIf(ping -> ping.answered == answered);
    }

    void ponged(ByteBuffer payload) {
        ArrayDeque<Ping> answered = new ArrayDeque<>();
        synchronized (this) {
            if (pings.stream().anyMatch(ping -> ping.payload.equals(payload))) {
                Ping last;
                do {
                    last = pings.remove();
                    answered.add(last);
                } while (!last.payload.equals(payload));
            }
        }
        answered.forEach(ping -> ping.answered.complete(null));
    }

    /**
     * Looks twice in the idle time whether something has come, if we wait for it, and gone out, if something is to. The first
     * time that nothing has come, it asks.
     */
    private void watch() {
        long nanos = nanos(options.idleTimeout());
        if (nanos > 0) {
            idle.set(Math.max(1, nanos / 2), this::look);
        }
    }

    private void look() {
        int arrivals = inbound.arrivals();
        boolean nothingCame = arrivals == arrivalsSeen && inbound.isWaiting();
        arrivalsSeen = arrivals;
        int departures = outbound.departures();
        boolean nothingWent = departures == departuresSeen && outbound.isWaiting();
        departuresSeen = departures;
        if (nothingCame && silent || nothingWent && stuck) {
            cut(MessageFailure.IDLE, null);
            return;
        }
        silent = nothingCame;
        stuck = nothingWent;
        if (silent && options.keepAlive()) {
            pingQuietly();
        }
        watch();
    }

    /** Its pong must not be taken for that of a ping of the user's, so the payload is one that nobody else uses. */
    private void pingQuietly() {
        ping(ByteBuffer.allocate(Integer.BYTES)
                .putInt(MaskKeys.SHARED.getAsInt())
                .flip());
    }

    private static long nanos(Duration time) {
        return TimeUnit.NANOSECONDS.convert(time);
    }
}
