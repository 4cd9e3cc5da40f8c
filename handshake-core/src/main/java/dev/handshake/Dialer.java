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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects to one of a host's addresses: to the first, and to the next whenever one has failed, or is not through after a
 * while; the first that is through wins (RFC 8305). The others are cancelled.
 */
final class Dialer {

    /** RFC 8305, 5: the Connection Attempt Delay. */
    private static final long HEAD_START_MILLIS = 250;

    private final TransportGroup group;
    private final Queue<InetSocketAddress> waiting;
    private final ScheduledExecutorService timer;
    private final CompletableFuture<ByteTransport> result = new CompletableFuture<>();
    private final List<CompletableFuture<ByteTransport>> attempts = new ArrayList<>();
    private @Nullable ScheduledFuture<?> next;
    private @Nullable IOException failure;
    private int failed;

    private Dialer(TransportGroup group, List<InetSocketAddress> addresses, ScheduledExecutorService timer) {
        this.group = group;
        this.waiting = new ArrayDeque<>(addresses);
        this.timer = timer;
    }

    /** Connects. The future fails with the first attempt's failure, the others with it; cancelling it ends all. */
    static CompletableFuture<ByteTransport> connect(
            TransportGroup group, InetAddress[] addresses, int port, ScheduledExecutorService timer) {
        Dialer dialer = new Dialer(group, inTurn(addresses, port), timer);
        dialer.result.whenComplete((transport, failure) -> dialer.stop());
        dialer.tryNext();
        return dialer.result;
    }

    /** The addresses of the two families by turns, the family that the system has put first beginning: RFC 8305, 4. */
    private static List<InetSocketAddress> inTurn(InetAddress[] addresses, int port) {
        Deque<InetSocketAddress> first = new ArrayDeque<>();
        Deque<InetSocketAddress> second = new ArrayDeque<>();
        for (InetAddress address : addresses) {
            boolean sameFamily = address.getClass() == addresses[0].getClass();
            (sameFamily ? first : second).add(new InetSocketAddress(address, port));
        }
        List<InetSocketAddress> inTurn = new ArrayList<>();
        while (!first.isEmpty() || !second.isEmpty()) {
            if (!first.isEmpty()) {
                inTurn.add(first.poll());
            }
            if (!second.isEmpty()) {
                inTurn.add(second.poll());
            }
        }
        return inTurn;
    }

    private void tryNext() {
        CompletableFuture<ByteTransport> attempt;
        synchronized (this) {
            InetSocketAddress address = result.isDone() ? null : waiting.poll();
            if (address == null) {
                return;
            }
            try {
                attempt = group.connect(address);
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
                return;
            }
            attempts.add(attempt);
            if (next != null) {
                next.cancel(false);
            }
            next = waiting.isEmpty() ? null : timer.schedule(this::tryNext, HEAD_START_MILLIS, TimeUnit.MILLISECONDS);
        }
        attempt.whenComplete(this::ended);
    }

    private void ended(@Nullable ByteTransport transport, @Nullable Throwable thrown) {
        if (transport != null) {
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
            } else {
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
