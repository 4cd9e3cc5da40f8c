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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ServerHandshaker handshaker;
    private final ListenOptions options;
    private final Consumer<? super Established> onOpen;
    private final TransportListener listener;
    private final Set<Arrival> pending = ConcurrentHashMap.newKeySet();
    private final Map<InetAddress, Integer> pendingOf = new ConcurrentHashMap<>();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicLong warnAgainNanos = new AtomicLong(System.nanoTime());
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
     * Returns the number of the port that was bound.
     *
     * @return the port it got
     * @throws IllegalStateException if it listens at an address that has no port
     */
    public int port() {
        if (localAddress() instanceof InetSocketAddress address) {
            return address.getPort();
        }
        throw new IllegalStateException("there is no port in " + localAddress());
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
     * @return a future that is complete when the last of them has ended; cancelling it has no effect on them
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
        pending.forEach(arrival -> arrival.transport.close());
    }

    private void completeIfStopped() {
        if (stopping && admitted.get() == 0) {
            stopped.complete(null);
        }
    }

    private void arrived(ByteTransport transport) {
        InetAddress peer = FrontDoor.address(transport);
        boolean door = options.tls != null || !options.proxies.isEmpty();
        Arrival arrival = new Arrival(door ? new FrontDoor(transport, options) : transport, peer);
        pending.add(arrival);
        boolean admittedNow = admit(peer);
        if (stopping) {
            // Looked at only once it is counted, so that nobody can have found that there is nothing left.
            pending.remove(arrival);
            if (admittedNow) {
                leave(peer);
            }
            transport.close();
        } else if (admittedNow) {
            arrival.begin();
        } else {
            turnAway(arrival, transport);
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
    private void turnAway(Arrival arrival, ByteTransport transport) {
        if (!options.plain || turnedAway.get() >= options.pending) {
            LOG.debug("{} is closed: there are too many handshakes going on", transport);
            pending.remove(arrival);
            transport.close();
            return;
        }
        turnedAway.incrementAndGet();
        CompletableFuture<Established> answered;
        try {
            answered = sayTooMany(transport);
        } catch (RuntimeException | Error e) {
            transport.close();
            answered = CompletableFuture.failedFuture(e);
        }
        answered.whenComplete((open, failure) -> {
            turnedAway.decrementAndGet();
            pending.remove(arrival);
        });
    }

    private CompletableFuture<Established> sayTooMany(ByteTransport transport) {
        ServerHandshake engine = handshaker.start(ConnectionInfo.of(transport)).turnAway();
        return new HandshakeRun(engine, transport, Handshake.NOTHING, handshaker.running).start(Handshake.NOTHING);
    }

    /** A connection until it is open or closed, with one request upon it after the other. */
    private final class Arrival {

        final ByteTransport transport;
        private final @Nullable InetAddress peer;
        private final long arrivedNanos = System.nanoTime();

        Arrival(ByteTransport transport, @Nullable InetAddress peer) {
            this.transport = transport;
            this.peer = peer;
        }

        /** A loop, and no recursion, however many requests come in one piece. */
        void begin() {
            if (!transport.blocks()) {
                goOn(Handshake.NOTHING);
                return;
            }
            // On the connection's own thread.
            ByteBuffer alreadyRead = Handshake.NOTHING;
            while (alreadyRead != null) {
                Established open = null;
                Throwable failure = null;
                try {
                    open = handshaker.accept(transport, alreadyRead);
                } catch (IOException | RuntimeException | Error e) {
                    failure = e;
                }
                alreadyRead = ended(open, failure);
            }
        }

        /** Whoever comes second goes on: this loop, or what runs when the attempt has ended. */
        private void goOn(@Nullable ByteBuffer first) {
            ByteBuffer alreadyRead = first;
            while (alreadyRead != null) {
                AtomicBoolean second = new AtomicBoolean();
                CompletableFuture<Established> attempt;
                try {
                    attempt = handshaker.acceptAsync(transport, alreadyRead);
                } catch (RuntimeException | Error e) {
                    ended(null, e);
                    return;
                }
                attempt.whenComplete((open, failure) -> {
                    if (second.getAndSet(true)) {
                        goOn(ended(open, failure));
                    }
                });
                if (!second.getAndSet(true)) {
                    return;
                }
                Throwable failure = attempt.handle((open, thrown) -> thrown).join();
                alreadyRead = ended(failure == null ? attempt.join() : null, failure);
            }
        }

        /** Else whoever asks once in each timeout would be counted for ever, and keep others out. */
        private boolean isUsedUp() {
            return System.nanoTime() - arrivedNanos >= handshaker.running.timeoutNanos();
        }

        /** Returns what was read behind a refused request, if the next one may follow; null if it is over. */
        private @Nullable ByteBuffer ended(@Nullable Established open, @Nullable Throwable failure) {
            if (failure instanceof HandshakeException e && e.reusable() && !stopping && !isUsedUp()) {
                return e.leftover();
            }
            if (open == null) {
                transport.close();
                warnOf(failure);
            }
            pending.remove(this);
            leave(peer);
            if (open != null) {
                hand(open);
            }
            return null;
        }
    }

    /** Says that handshakes fail for what no peer has done, such as a want of memory or threads; not for each of them. */
    private void warnOf(@Nullable Throwable failure) {
        long due = warnAgainNanos.get();
        long now = System.nanoTime();
        boolean ours = failure != null && !(failure instanceof IOException);
        if (ours && now - due >= 0 && warnAgainNanos.compareAndSet(due, now + QUIET_NANOS)) {
            LOG.warn(
                    "A handshake failed, and the peer is not to blame; others may, unsaid for 10 s: {}",
                    failure.toString());
        }
    }

    private void hand(Established open) {
        try {
            onOpen.accept(open);
        } catch (RuntimeException | Error e) {
            LOG.warn("Whoever takes open connections failed; {} is closed", open.transport(), e);
            open.transport().close();
        }
    }
}
