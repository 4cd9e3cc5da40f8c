package dev.handshake.messages;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What comes from the peer. Messages are handed over when they were asked for. While none is, control frames are still read,
 * until a message is the next in line; over a transport that blocks, nothing is read then, since nobody waits for it.
 */
final class Inbound extends Rounds {

    private static final int BLOCKING_BUFFER_BYTES = 8 * 1024;

    /** So many pongs go out together, or those of all pings that have come in one piece. */
    private static final int PONGS_AT_ONCE = 32;

    private enum Mode {
        /** Messages are expected. */
        OPEN,
        /** Nothing of what comes matters but the end of the stream. */
        DRAINING,
        /** All is over. */
        OVER
    }

    private final Connection connection;
    private final ByteTransport transport;
    private final MessageDecoder decoder;

    // Guarded by this.
    private @Nullable CompletableFuture<@Nullable Message> demand;
    private boolean parts;

    /** Whether somebody has a message, and has not asked for the next. */
    private boolean handling;

    private boolean dropsMessages;
    private boolean nothingComes;

    /** A message, or part of one, that was asked for by a future that was cancelled just when it came. */
    private @Nullable Message early;

    private @Nullable MessageException failure;
    private Mode mode = Mode.OPEN;

    // Of whoever runs the round.
    private @Nullable ByteBuffer held;
    private @Nullable ByteBuffer own;
    private boolean freed;
    private int pongs;

    /** Whether the message under way is nobody's: who asks in the middle of it gets the next, and not its rest. */
    private boolean dropping;

    /** How often something has come, and whether we are waiting for more: what the idle time is measured by. */
    private volatile int arrivals;

    private volatile boolean waiting;

    Inbound(Connection connection, MessageDecoder decoder) {
        super(connection.transport().blocks(), connection.executor());
        this.connection = connection;
        this.transport = connection.transport();
        this.decoder = decoder;
    }

    /** Asks for the next message, or part of one. */
    CompletableFuture<@Nullable Message> ask(boolean parts) {
        CompletableFuture<@Nullable Message> asked = new CompletableFuture<>();
        boolean over;
        synchronized (this) {
            boolean isThere = early != null && (parts || early.isLast());
            handling = isThere;
            over = nothingComes && !isThere;
            if (isThere) {
                asked.complete(early);
                early = null;
            } else if (nothingComes) {
                tell(asked);
            } else if (demand != null && !demand.isDone()) {
                throw new IllegalStateException("the message asked for before has not come yet");
            } else {
                demand = asked;
                this.parts = parts;
            }
        }
        if (over) {
            connection.handled();
        }
        return asked;
    }

    private void tell(CompletableFuture<@Nullable Message> asked) {
        if (failure == null) {
            asked.complete(null);
        } else {
            asked.completeExceptionally(failure);
        }
    }

    /** From now on, messages that nobody asks for don't keep the peer's close frame from being read. */
    void dropMessages() {
        synchronized (this) {
            dropsMessages = true;
        }
        run();
    }

    /** No more messages come, because of this failure, or because the peer has closed. */
    void noMore(@Nullable MessageException failure, boolean connectionIsOver) {
        CompletableFuture<@Nullable Message> asked;
        synchronized (this) {
            mode = connectionIsOver ? Mode.OVER : mode == Mode.OPEN ? Mode.DRAINING : mode;
            if (!nothingComes) {
                nothingComes = true;
                this.failure = failure;
            }
            asked = demand;
            demand = null;
        }
        if (asked != null) {
            tell(asked);
        }
        run();
    }

    synchronized boolean isHandling() {
        return handling;
    }

    int arrivals() {
        return arrivals;
    }

    boolean isWaiting() {
        return waiting;
    }

    private synchronized boolean isAskedFor() {
        // Nobody waits for a message that was asked for by a future that was cancelled.
        return demand != null && !demand.isDone();
    }

    @Override
    synchronized boolean isWanted() {
        return mode == Mode.OVER ? !freed : mode == Mode.DRAINING || dropsMessages || isAskedFor();
    }

    @Override
    boolean step() throws IOException {
        switch (mode()) {
            case OVER:
                free();
                return false;
            case DRAINING:
                return read();
            default:
                ByteBuffer input = held;
                if (input == null) {
                    return read();
                }
                held = null;
                return decode(input, false);
        }
    }

    private synchronized Mode mode() {
        return mode;
    }

    private boolean read() throws IOException {
        ByteBuffer buffer = buffer();
        try {
            waiting = true;
            int count = transport.read(buffer, this);
            if (count == 0) {
                return false;
            }
            waiting = false;
            if (count < 0) {
                connection.inputEnded(null);
                return false;
            }
            arrivals++;
            return mode() != Mode.OPEN || decode(buffer.flip(), true);
        } finally {
            if (own == null) {
                Buffers.give(buffer);
            }
        }
    }

    /** A thread that waits holds its buffer all the while, so that it is a small one. */
    private ByteBuffer buffer() {
        if (!transport.blocks()) {
            return Buffers.take();
        }
        if (own == null) {
            own = ByteBuffer.allocate(BLOCKING_BUFFER_BYTES);
        }
        return own.clear();
    }

    /** Uses up the input, or keeps the rest if a message comes that nobody has asked for. */
    private boolean decode(ByteBuffer input, boolean lent) {
        try {
            while (mode() == Mode.OPEN) {
                boolean wanted = choose();
                if (!wanted && decoder.isMessageNext(input)) {
                    held = lent ? Buffers.copy(input) : input;
                    // Asked for meanwhile, it is the next step that reads it.
                    return isAskedFor();
                }
                Received what = decoder.step(input);
                if (what == Received.NOTHING) {
                    return true;
                }
                found(what);
            }
        } catch (MessageException e) {
            connection.fail(e);
        } finally {
            sendPongs();
        }
        return true;
    }

    /** Makes up our mind about the next message; false if nobody wants it. */
    private synchronized boolean choose() {
        boolean asked = isAskedFor();
        dropping = dropping && decoder.isInMessage() || !asked && dropsMessages;
        decoder.inParts(dropping || asked && parts);
        return asked || dropping;
    }

    private void found(Received what) {
        switch (what) {
            case MESSAGE -> hand(decoder.message());
            case PING -> pinged(decoder.payload());
            case PONG -> connection.ponged(decoder.payload());
            default -> connection.peerClosed(decoder.close());
        }
    }

    private void pinged(ByteBuffer payload) {
        connection.outbound.add(Sending.pong(payload));
        // Who waits for a transport may be held up by whatever else is in the same piece.
        if (++pongs == PONGS_AT_ONCE || transport.blocks()) {
            sendPongs();
        }
    }

    private void sendPongs() {
        if (pongs > 0) {
            pongs = 0;
            connection.outbound.run();
        }
    }

    private void hand(Message found) {
        Message message = found;
        boolean cancelled = false;
        do {
            CompletableFuture<@Nullable Message> asked;
            synchronized (this) {
                asked = dropping ? null : demand;
                demand = dropping ? demand : null;
                handling = asked != null || cancelled;
                if (asked != null && early != null) {
                    message = early.joined(message);
                    early = null;
                } else if (asked == null) {
                    // What is left of a part is dropped with the rest of its message.
                    early = cancelled ? message : early == null || early.isLast() ? early : null;
                }
            }
            // Whoever cancels may have asked anew already.
            cancelled = asked != null && !asked.complete(message);
        } while (cancelled);
    }

    private void free() {
        synchronized (this) {
            freed = true;
        }
        held = null;
        own = null;
        decoder.free();
    }

    @Override
    void failed(Throwable e) {
        connection.inputEnded(e);
    }
}
