package dev.handshake.tls;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * What goes on between an engine and the transport below: the handshake, content both ways, and the end. Who calls sees to
 * it that {@code shakeHands} is alone, {@code receive} is alone, and {@code send}, {@code settle} and {@code sayGoodbye}
 * are within the gate for writing.
 */
final class Conversation {

    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);
    private static final Runnable NOTHING = () -> {};

    /** More key updates than this, while our answers find no room, are not had in earnest. */
    private static final int MOST_UNANSWERED = 64;

    private final SSLEngine engine;
    private final ByteTransport below;
    private final RecordReader input;
    private final RecordWriter output;
    private final Gate writing;
    private final Runnable readable;
    private final Runnable writable;

    private boolean begun;

    /** Our half was ended by the caller. */
    private volatile boolean ending;

    /** Our half has ended below. Guarded by {@code writing}. */
    private boolean ended;

    /** The engine, or our end, has something to send for which no write must be waited for. */
    private volatile boolean owing;

    /** Post-handshake messages since the last time that nothing was owed. */
    private final AtomicInteger unanswered = new AtomicInteger();

    Conversation(SSLEngine engine, ByteTransport below, Gate writing, Runnable readable, Runnable writable) {
        this.engine = engine;
        this.below = below;
        this.input = new RecordReader(engine, below);
        this.output = new RecordWriter(engine, below);
        this.writing = writing;
        this.readable = readable;
        this.writable = writable;
    }

    boolean isEnding() {
        return ending;
    }

    /** Our half is to end; {@link #settle} does it. */
    void end() {
        ending = true;
        owing = true;
    }

    /** Tells whether {@link #settle} is due. */
    boolean owes() {
        return owing;
    }

    /**
     * Does as much of the handshake as can be done now, and tells whether it is done. The engine's own status alone says
     * what comes next: an unwrap may be OK and have done nothing.
     */
    boolean shakeHands() throws IOException {
        begin();
        for (; ; ) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> {
                    if (!sendFlight(false)) {
                        return false;
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!sendFlight(true) || !receiveFlight()) {
                        return false;
                    }
                }
                default -> {
                    owing = true;
                    return true;
                }
            }
        }
    }

    private void begin() throws TlsException {
        if (begun) {
            return;
        }
        begun = true;
        try {
            engine.beginHandshake();
        } catch (SSLException | RuntimeException e) {
            throw TlsException.of(e);
        }
    }

    private void runTasks() throws TlsException {
        try {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        } catch (RuntimeException e) {
            throw TlsException.of(e);
        }
    }

    /** Makes the records of a flight, and sends them if the turn is the peer's, so that they go out as one. */
    private boolean sendFlight(boolean complete) throws IOException {
        if (!writing.enter()) {
            return false;
        }
        try {
            boolean room = complete || !output.isFull() || output.push(writable);
            return room && (complete ? flushBelow() : makeOwn());
        } finally {
            // Before the handshake is done nobody who counts on it can have been turned away.
            writing.leave();
        }
    }

    private boolean makeOwn() throws TlsException {
        if (!output.wrapOwn()) {
            throw new TlsException(TlsFailure.PROTOCOL, "the engine wants to send, but has nothing", null);
        }
        return true;
    }

    private boolean receiveFlight() throws IOException {
        SSLEngineResult result = input.unwrap(NO_BYTES);
        if (result.getStatus() == Status.CLOSED) {
            throw new TlsException(TlsFailure.TRUNCATED, "the peer ended it within the TLS handshake", null);
        }
        return result.getStatus() != Status.BUFFER_UNDERFLOW || input.fill(readable);
    }

    /** Reads content, as {@link ByteTransport#read}. */
    int receive(ByteBuffer dst) throws IOException {
        for (; ; ) {
            int count = input.deliver(dst);
            if (count > 0) {
                return count;
            }
            if (engine.isInboundDone()) {
                return -1;
            }
            SSLEngineResult result = input.unwrap(dst);
            note(result);
            if (result.bytesProduced() > 0) {
                int kept = input.deliver(dst);
                return kept > 0 ? kept : result.bytesProduced();
            }
            if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                if (!input.fill(readable)) {
                    return 0;
                }
            } else if (result.bytesConsumed() == 0 && !engine.isInboundDone()) {
                throw new TlsException(TlsFailure.PROTOCOL, "the engine gives no bytes: " + result.getStatus(), null);
            }
        }
    }

    /** Sees what a record did besides bringing content: post-handshake messages (RFC 8446, section 4.6). */
    private void note(SSLEngineResult result) throws TlsException {
        HandshakeStatus status = result.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) {
            throw new TlsException(
                    TlsFailure.RENEGOTIATION, "in " + engine.getSession().getProtocol(), null);
        }
        if (status != HandshakeStatus.NEED_WRAP || engine.isInboundDone() || result.bytesConsumed() == 0) {
            return;
        }
        owing = true;
        if (result.bytesProduced() == 0 && unanswered.incrementAndGet() > MOST_UNANSWERED) {
            throw new TlsException(TlsFailure.PROTOCOL, "more than " + MOST_UNANSWERED + " key updates at once", null);
        }
    }

    /** Takes content, as {@link ByteTransport#write}. */
    int send(ByteBuffer src) throws IOException {
        while (output.push(writable)) {
            SSLEngineResult result = output.wrap(src);
            if (result.bytesConsumed() > 0) {
                unanswered.set(0); // since what the engine had to say went before
                output.push(writable);
                return result.bytesConsumed();
            }
            if (result.getStatus() == Status.CLOSED) {
                throw new IOException("the peer has ended the connection, both ways, as "
                        + engine.getSession().getProtocol());
            }
            if (result.bytesProduced() == 0) {
                throw new TlsException(TlsFailure.PROTOCOL, "the engine takes no bytes", null);
            }
        }
        return 0;
    }

    /** Sends what the engine owes, and our end if it is due; true when nothing is left. Within {@code writing}. */
    boolean settle() throws IOException {
        do {
            while (engineOwes() && !output.isFull() && output.wrapOwn()) {
                // Of several messages, each makes a record.
            }
            boolean end = ending;
            if (end) {
                endEngine();
            }
            if (!flushBelow()) {
                return false;
            }
            if (end && !ended) {
                ended = true;
                below.shutdownOutput();
            }
            unanswered.set(0);
            owing = false;
            // Who made a debt since we looked may have said so before that line.
        } while (engineOwes() || ending && !ended);
        return true;
    }

    /** After the peer's end the engine would always like to end, too; that is for the caller to decide. */
    private boolean engineOwes() {
        return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isInboundDone();
    }

    private void endEngine() throws TlsException {
        engine.closeOutbound();
        while (!engine.isOutboundDone() && output.wrapOwn()) {
            // An alert may be of more than one record.
        }
    }

    private boolean flushBelow() throws IOException {
        return output.push(writable) && below.flush(writable);
    }

    /** Sends the alert that is due, be it of a failure or a close_notify, as far as there is room. */
    void sayGoodbye() throws IOException {
        endEngine();
        if (output.push(NOTHING)) {
            below.flush(NOTHING);
        }
    }
}
