package dev.handshake;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects to one of a host's addresses: to the first, and to the next whenever one has failed, or is not through after a
 * while; the first that is through wins (RFC 8305). The others are called off before that is told.
 */
final class Dialer {

    /** RFC 8305, 5: the Connection Attempt Delay. */
    private static final long HEAD_START_MILLIS = 250;

    private final TransportGroup group;
    private final Queue<InetSocketAddress> waiting;
    private final RunSettings running;
    private final CompletableFuture<ByteTransport> result = new CompletableFuture<>();
    private final List<CompletableFuture<ByteTransport>> attempts = new ArrayList<>();
    private @Nullable ScheduledFuture<?> next;
    private @Nullable IOException failure;
    private int failed;

    Dialer(TransportGroup group, InetAddress[] addresses, int port, RunSettings running) {
        this.group = group;
        this.waiting = inTurn(addresses, port);
        this.running = running;
    }

    /** The addresses of the two families by turns, the family that the system has put first beginning: RFC 8305, 4. */
    private static Queue<InetSocketAddress> inTurn(InetAddress[] addresses, int port) {
        Deque<InetSocketAddress> ours = new ArrayDeque<>();
        Deque<InetSocketAddress> others = new ArrayDeque<>();
        for (InetAddress address : addresses) {
            boolean sameFamily = address.getClass() == addresses[0].getClass();
            (sameFamily ? ours : others).add(new InetSocketAddress(address, port));
        }
        Queue<InetSocketAddress> inTurn = new ArrayDeque<>();
        while (!ours.isEmpty() || !others.isEmpty()) {
            Deque<InetSocketAddress> turn = ours.isEmpty() ? others : ours;
            inTurn.add(turn.remove());
            if (turn == ours && !others.isEmpty()) {
                inTurn.add(others.remove());
            }
        }
        return inTurn;
    }

    /** Begins. The future fails with the first attempt's failure, and those of the others are suppressed in it. */
    CompletableFuture<ByteTransport> start() {
        tryNext();
        return result;
    }

    void cancel() {
        result.cancel(false);
        stop();
    }

    private void tryNext() {
        CompletableFuture<ByteTransport> attempt = null;
        try {
            synchronized (this) {
                InetSocketAddress address = waiting.poll();
                if (address == null) {
                    return;
                }
                attempt = group.connect(address);
                attempts.add(attempt);
                if (next != null) {
                    next.cancel(false);
                }
                if (!waiting.isEmpty()) {
                    next = running.timer()
                            .schedule(
                                    () -> running.offTimer(true, this::tryNext),
                                    HEAD_START_MILLIS,
                                    TimeUnit.MILLISECONDS);
                }
            }
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
            stop();
        }
        if (attempt != null) {
            attempt.whenComplete(this::ended);
        }
    }

    private void ended(@Nullable ByteTransport transport, @Nullable Throwable thrown) {
        if (transport != null) {
            stop();
            if (!result.complete(transport)) {
                transport.close();
            }
            return;
        }
        boolean last;
        synchronized (this) {
            IOException cause = thrown instanceof IOException e ? e : new IOException(thrown);
            if (failure == null) {
                failure = cause;
            } else if (failure != cause) {
                failure.addSuppressed(cause);
            }
            last = ++failed == attempts.size() && waiting.isEmpty();
        }
        if (last) {
            result.completeExceptionally(failure);
        } else {
            tryNext();
        }
    }

    private void stop() {
        List<CompletableFuture<ByteTransport>> begun;
        synchronized (this) {
            waiting.clear();
            begun = List.copyOf(attempts);
            if (next != null) {
                next.cancel(false);
            }
        }
        begun.forEach(attempt -> attempt.cancel(false));
    }
}
