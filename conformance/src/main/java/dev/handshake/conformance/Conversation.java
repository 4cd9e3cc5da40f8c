package dev.handshake.conformance;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One connection of a client under test: its request, the octets of a case in answer, and what the client does then. A
 * client that takes the connection for open answers a ping, or sends a frame of its own; one that has failed it closes.
 */
final class Conversation {

    private static final Duration LONGEST_QUIET = Duration.ofMillis(150);
    private static final String PING = "\u0089\u0000";
    private static final String CLOSE = "\u0088\u0000";

    private final ConformanceCase it;
    private final Delivery delivery;
    private final Wire wire;
    private final Duration patience;
    private final Duration quiet;
    private final int requestLength;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Wire.Stop stop = Wire.Stop.TIME;

    Conversation(ConformanceCase it, Delivery delivery, Wire wire, Duration patience) {
        this.it = it;
        this.delivery = delivery;
        this.wire = wire;
        this.patience = patience;
        Duration tenth = patience.dividedBy(10);
        this.quiet = tenth.compareTo(LONGEST_QUIET) < 0 ? tenth : LONGEST_QUIET;
        this.requestLength = wire.received().indexOf("\r\n\r\n") + 4;
    }

    ConformanceCase it() {
        return it;
    }

    Delivery delivery() {
        return delivery;
    }

    /** Answers, and waits for what the client does. */
    void run() throws IOException {
        try {
            List<String> pieces = delivery.pieces(it, Placeholders.ofRequest(wire.received()));
            wire.send(pieces, delivery);
            if (it.end()) {
                wire.end();
            }
            stop = wire.read(received -> received.length() > requestLength, quiet);
            if (stop == Wire.Stop.TIME && !it.end()) {
                provoke();
                stop = wire.read(received -> received.length() > requestLength, patience);
            }
            if (isOpen()) {
                wire.sendApart(CLOSE);
                wire.read(received -> false, quiet);
            }
        } finally {
            ended.countDown();
            wire.close();
        }
    }

    /** Where a client may wait for more, there is no more; else whoever has opened it must answer a ping. */
    private void provoke() {
        if (it.acceptable().contains(Outcome.WAIT)) {
            wire.end();
        } else {
            wire.sendApart(PING);
        }
    }

    private boolean isOpen() {
        return wire.received().length() > requestLength;
    }

    /** Waits for the end, and says what was seen from here. */
    Observation awaitEnd() throws IOException {
        try {
            if (!ended.await(2 * patience.toMillis() + 1000, TimeUnit.MILLISECONDS)) {
                wire.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        return seen(stop == Wire.Stop.TIME ? Ending.SILENT : Ending.REFUSED);
    }

    private Observation seen(Ending closed) {
        return Observation.of(isOpen() ? Ending.ACCEPTED : closed, wire.sent(), wire.received());
    }

    /** Waits for the end; what was seen is not applicable where the client has not offered what the case assumes. */
    Observation awaitFairEnd() throws IOException {
        Observation seen = awaitEnd();
        String difference = difference();
        return difference.isEmpty() ? seen : Observation.notApplicable(difference);
    }

    /** What was seen so far, where the client's own word decides. */
    Observation told(Ending ending) {
        return Observation.of(ending, wire.sent(), wire.received());
    }

    /** Ends the connection, which the client may have kept for another request. */
    void close() {
        wire.close();
    }

    /** Whether the client offered what the case takes as offered; else a sentence. */
    String difference() {
        return OfferedBy.difference(it, wire.received());
    }
}
