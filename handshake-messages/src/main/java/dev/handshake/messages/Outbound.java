package dev.handshake.messages;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the peer: control frames first, where a frame has ended; then messages, one at a time, in the order in which
 * they were given; then the close frame. Several that are short go out in one write.
 */
final class Outbound extends Rounds {

    /** More control frames don't wait; of pongs, only the last ones matter (RFC 6455, 5.5.3). */
    private static final int CONTROLS = 64;

    private final Connection connection;
    private final ByteTransport transport;
    private final MessageEncoder encoder;
    private final long queuedBytes;

    // Guarded by this.
    private final ArrayDeque<Sending> controls = new ArrayDeque<>(2);
    private final ArrayDeque<Sending> messages = new ArrayDeque<>(2);
    private @Nullable Sending nextPart;
    private long queued;
    private boolean inParts;
    private boolean closing;
    private boolean over;

    // Of whoever runs the round.
    private @Nullable Sending message;
    private @Nullable Sending control;
    private @Nullable ByteBuffer rest;
    private boolean unflushed;
    private boolean freed;

    /** How often the peer, or what lies between, has taken something, and whether we wait for it to do so. */
    private volatile int departures;

    private volatile boolean waiting;
    private final ArrayDeque<Sending> written = new ArrayDeque<>(2);
    private final List<Sending> refused = new ArrayList<>(0);

    Outbound(Connection connection, MessageEncoder encoder, WebSocketOptions options) {
        super(connection.transport().blocks(), connection.executor());
        this.connection = connection;
        this.transport = connection.transport();
        this.encoder = encoder;
        this.queuedBytes = options.limits().queuedBytes();
    }

    /** Puts a message or a part into the queue; whoever waits for it is not bound by the limit. */
    Sending add(Message message, boolean waits) {
        Sending sending = Sending.of(message);
        synchronized (this) {
            MessageFailure refusal = refusal(sending, waits);
            if (refusal != null) {
                sending.completeExceptionally(new MessageException(refusal));
            } else if (message.isFirst()) {
                messages.add(sending);
                queued += sending.cost();
            } else {
                nextPart = sending;
            }
        }
        return sending;
    }

    private @Nullable MessageFailure refusal(Sending sending, boolean waits) {
        Message part = sending.message;
        if (part != null && !part.isFirst() && !closing && (!inParts || nextPart != null)) {
            throw new IllegalStateException("a part comes when the one before it has been sent");
        }
        if (closing) {
            return MessageFailure.CLOSED;
        }
        boolean tooMuch = !waits && queued > 0 && queued + sending.cost() > queuedBytes;
        return tooMuch ? MessageFailure.QUEUE_FULL : null;
    }

    /** Puts a ping or pong in front of all messages. */
    Sending add(Sending frame) {
        Sending dropped = null;
        synchronized (this) {
            if (closing) {
                frame.completeExceptionally(new MessageException(MessageFailure.CLOSED));
                return frame;
            }
            if (controls.size() >= CONTROLS) {
                dropped = controls.poll();
            }
            controls.add(frame);
        }
        if (dropped != null) {
            dropped.completeExceptionally(new MessageException(MessageFailure.QUEUE_FULL));
        }
        return frame;
    }

    /** Lets the close frame follow what is queued, and nothing follow it; false if one was there already. */
    synchronized boolean close(CloseStatus status) {
        if (closing) {
            return false;
        }
        closing = true;
        messages.add(Sending.close(status));
        return true;
    }

    /** Sends nothing any more: the connection is closed, or does not take anything. */
    void over() {
        synchronized (this) {
            closing = true;
            over = true;
        }
        run();
    }

    @Override
    synchronized boolean isWanted() {
        return over
                ? !freed
                : !controls.isEmpty()
                        || nextPart != null
                        || !messages.isEmpty() && (closing || !inParts)
                        || message != null
                        || control != null
                        || rest != null
                        || unflushed;
    }

    @Override
    boolean step() throws IOException {
        if (isOver()) {
            free();
            return false;
        }
        boolean any = rest == null ? fill() : goOn(rest);
        if (rest != null || !flushed()) {
            return false;
        }
        complete();
        return any;
    }

    private boolean goOn(ByteBuffer octets) throws IOException {
        write(octets);
        rest = octets.hasRemaining() ? octets : null;
        return true;
    }

    private synchronized boolean isOver() {
        return over;
    }

    /** Fills a buffer with as much as there is, and writes it; false if there is nothing. */
    private boolean fill() throws IOException {
        ByteBuffer buffer = Buffers.take();
        try {
            while (buffer.hasRemaining() && begin()) {
                if (encoder.drain(buffer)) {
                    ended();
                }
            }
            boolean any = buffer.flip().hasRemaining();
            write(buffer);
            rest = buffer.hasRemaining() ? Buffers.copy(buffer) : null;
            return any;
        } finally {
            Buffers.give(buffer);
        }
    }

    private void write(ByteBuffer octets) throws IOException {
        boolean takes = true;
        while (octets.hasRemaining() && takes) {
            waits(transport.blocks());
            takes = transport.write(octets, this) > 0;
            unflushed |= takes;
            departures += takes ? 1 : 0;
            waits(!takes);
        }
    }

    private boolean flushed() throws IOException {
        if (unflushed) {
            waits(transport.blocks());
            unflushed = !transport.flush(this);
            waits(unflushed);
        }
        return !unflushed;
    }

    /** Seldom changes over a transport that does not block, and costs next to nothing if it does not. */
    private void waits(boolean now) {
        if (waiting != now) {
            waiting = now;
        }
    }

    int departures() {
        return departures;
    }

    boolean isWaiting() {
        return waiting;
    }

    /** Makes sure that a frame is under way; false if there is none. */
    private boolean begin() {
        if (!encoder.isBetweenFrames()) {
            return true;
        }
        control = nextControl();
        if (control != null) {
            control.begin(encoder);
            return true;
        }
        if (encoder.isOut()) {
            message = nextMessage();
            if (message != null) {
                message.begin(encoder);
            }
        }
        return message != null;
    }

    private synchronized @Nullable Sending nextControl() {
        return controls.poll();
    }

    private synchronized @Nullable Sending nextMessage() {
        Sending next = nextPart;
        nextPart = null;
        if (next == null) {
            if (inParts && !closing) {
                return null;
            }
            next = messages.poll();
            while (inParts && next != null && !next.isClose()) {
                // The message in parts was not ended, so that no other can follow it.
                refused.add(next);
                next = messages.poll();
            }
            queued -= next == null ? 0 : next.cost();
        }
        inParts = next != null && next.message != null && !next.message.isLast();
        return next;
    }

    private void ended() {
        Sending done = control != null ? control : encoder.isOut() ? message : null;
        if (done != null) {
            written.add(done);
        }
        if (control == null && encoder.isOut()) {
            message = null;
        }
        control = null;
    }

    private void complete() {
        refused.forEach(Outbound::refuse);
        refused.clear();
        for (Sending done = written.poll(); done != null; done = written.poll()) {
            done.complete(null);
            if (done.isClose()) {
                connection.closeSent();
            }
        }
    }

    private static void refuse(Sending sending) {
        sending.completeExceptionally(new MessageException(MessageFailure.CLOSED));
    }

    private void free() {
        List<Sending> unsent = new ArrayList<>(written);
        unsent.addAll(refused);
        synchronized (this) {
            unsent.addAll(controls);
            unsent.addAll(messages);
            if (nextPart != null) {
                unsent.add(nextPart);
            }
            controls.clear();
            messages.clear();
            nextPart = null;
            freed = true;
        }
        if (message != null) {
            unsent.add(message);
        }
        if (control != null) {
            unsent.add(control);
        }
        message = null;
        control = null;
        rest = null;
        written.clear();
        refused.clear();
        encoder.free();
        unsent.forEach(Outbound::refuse);
    }

    @Override
    void failed(Throwable e) {
        // What the peer has sent before may still be read.
        connection.outputFailed(e);
    }
}
