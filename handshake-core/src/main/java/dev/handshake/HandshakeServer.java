package dev.handshake;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port on which WebSockets are accepted; made by {@link ServerHandshaker#listen}. It owns the connections whose handshake
 * goes on; one that is open belongs to whom it was given. Thread-safe.
 */
public final class HandshakeServer implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeServer.class);

    private final ServerHandshaker handshaker;
    private final ListenOptions options;
    private final Consumer<? super Established> onOpen;
    private final TransportListener listener;
    private final Set<ByteTransport> pending = ConcurrentHashMap.newKeySet();
    private final Map<InetAddress, Integer> pendingOf = new ConcurrentHashMap<>();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile boolean stopping;

    HandshakeServer(
            ServerHandshaker handshaker,
            TransportGroup group,
            SocketAddress address,
            ListenOptions options,
            Consumer<? super Established> onOpen)
            throws IOException {
        this.handshaker = handshaker;
        this.options = options;
        this.onOpen = onOpen;
        this.listener = group.listen(address, this::arrived);
    }

    /**
     * Returns the address that was bound.
     *
     * @return the address with the port it got
     */
    public SocketAddress localAddress() {
        return listener.localAddress();
    }

    /**
     * Returns how many handshakes are going on.
     *
     * @return the number now
     */
    public int pending() {
        return admitted.get();
    }

    /**
     * Takes no more connections, and lets the handshakes that are going on come to their end, or to their deadline.
     *
     * @return a future that is complete when the last of them has ended; the same one each time
     */
    public CompletableFuture<Void> stop() {
        stopping = true;
        listener.close();
        completeIfStopped();
        return stopped.copy();
    }

    /** Takes no more connections, and closes those whose handshake is going on. Open ones are not touched. Idempotent. */
    @Override
    public void close() {
        stop();
        pending.forEach(ByteTransport::close);
    }

    private void completeIfStopped() {
        if (stopping && admitted.get() == 0) {
            stopped.complete(null);
        }
    }

    private void arrived(ByteTransport transport) {
        InetAddress peer = ConnectionInfo.of(transport)
                .remoteAddress()
                .map(address -> address instanceof InetSocketAddress ip ? ip.getAddress() : null)
                .orElse(null);
        if (!admit(peer)) {
            turnAway(transport);
            return;
        }
        ByteTransport door = new FrontDoor(transport, options);
        pending.add(door);
        if (stopping) {
            // The listener was closed while this one was on its way.
            door.close();
        }
        if (transport.blocks()) {
            waiting(door, peer);
        } else {
            async(door, peer, Handshake.NOTHING);
        }
    }

    private boolean admit(@Nullable InetAddress peer) {
        if (admitted.incrementAndGet() > options.pending) {
            leave(null);
            return false;
        }
        if (peer != null && pendingOf.merge(peer, 1, Integer::sum) > options.pendingPerAddress) {
            leave(peer);
            return false;
        }
        return true;
    }

    private void leave(@Nullable InetAddress peer) {
        if (peer != null) {
            pendingOf.computeIfPresent(peer, (address, count) -> count == 1 ? null : count - 1);
        }
        admitted.decrementAndGet();
        completeIfStopped();
    }

    /** Answers 503 to some of those that are too many; the rest is only closed, lest the answers become the load. */
    private void turnAway(ByteTransport transport) {
        if (options.plain && turnedAway.incrementAndGet() <= options.pending) {
            handshaker.turnAway(transport).whenComplete((open, failure) -> turnedAway.decrementAndGet());
            return;
        }
        if (options.plain) {
            turnedAway.decrementAndGet();
        }
        transport.close();
    }

    /** On the connection's own thread. */
    private void waiting(ByteTransport door, @Nullable InetAddress peer) {
        ByteBuffer alreadyRead = Handshake.NOTHING;
        while (alreadyRead != null) {
            Established open = null;
            Throwable failure = null;
            try {
                open = handshaker.accept(door, alreadyRead);
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            }
            alreadyRead = ended(door, peer, open, failure);
        }
    }

    /** A loop, and no recursion, however many requests come in one piece. */
    private void async(ByteTransport door, @Nullable InetAddress peer, ByteBuffer first) {
        ByteBuffer alreadyRead = first;
        while (alreadyRead != null) {
            CompletableFuture<Established> attempt = handshaker.acceptAsync(door, alreadyRead);
            if (!attempt.isDone()) {
                attempt.whenComplete((open, failure) -> {
                    ByteBuffer next = ended(door, peer, open, failure);
                    if (next != null) {
                        async(door, peer, next);
                    }
                });
                return;
            }
            Throwable failure = attempt.handle((open, thrown) -> thrown).join();
            alreadyRead = ended(door, peer, failure == null ? attempt.join() : null, failure);
        }
    }

    /** Returns what was read behind a refused request, if the next one may follow; null if it is over. */
    private @Nullable ByteBuffer ended(
            ByteTransport door, @Nullable InetAddress peer, @Nullable Established open, @Nullable Throwable failure) {
        if (failure instanceof HandshakeException e && e.reusable()) {
            if (!stopping) {
                return e.leftover();
            }
            door.close();
        }
        pending.remove(door);
        leave(peer);
        if (open != null) {
            hand(open);
        }
        return null;
    }

    private void hand(Established open) {
        try {
            onOpen.accept(open);
        } catch (RuntimeException | Error e) {
            LOG.warn("Whoever takes open connections failed", e);
            open.transport().close();
        }
    }
}
