package dev.handshake.nio;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Some loops, each on a thread of its own, over which connections are spread in turn. */
final class NioTransportGroup implements TransportGroup {

    private static final Logger LOG = LoggerFactory.getLogger(NioTransportGroup.class);

    private final List<NioLoop> loops = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final TransportOptions options;
    private volatile boolean closed;

    private NioTransportGroup(TransportOptions options) {
        this.options = options;
    }

    static NioTransportGroup open(TransportOptions options) throws IOException {
        NioTransportGroup group = new NioTransportGroup(options);
        boolean opened = false;
        try {
            ThreadFactory threads = options.threadFactory();
            for (int i = 0; i < options.threads(); i++) {
                group.loops.add(threads == null ? NioLoop.start() : NioLoop.start(threads));
            }
            opened = true;
            return group;
        } finally {
            if (!opened) {
                group.close();
            }
        }
    }

    @Override
    public CompletableFuture<ByteTransport> connect(SocketAddress remote) {
        boolean unix = isUnix(remote);
        if (remote instanceof InetSocketAddress inet && inet.isUnresolved()) {
            throw new IllegalArgumentException("unresolved address: " + inet);
        }
        refuseIfClosed();
        SocketChannel channel;
        try {
            channel = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : openFor((InetSocketAddress) remote);
        } catch (IOException | UnsupportedOperationException e) {
            return CompletableFuture.failedFuture(asIoException(e));
        }
        NioConnect connect = new NioConnect(channel, remote, nextLoop(), options.noDelay());
        try {
            channel.configureBlocking(false);
            begin(connect, connect::begin);
        } catch (IOException e) {
            connect.future().completeExceptionally(e);
        }
        return connect.future();
    }

    @Override
    public TransportListener listen(SocketAddress local, Consumer<? super ByteTransport> onConnection)
            throws IOException {
        Objects.requireNonNull(onConnection, "onConnection");
        boolean unix = isUnix(local);
        refuseIfClosed();
        NioListener listener;
        ServerSocketChannel channel;
        try {
            channel = unix ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
        } catch (UnsupportedOperationException e) {
            throw asIoException(e);
        }
        try {
            channel.bind(local, options.backlog()).configureBlocking(false);
            listener =
                    new NioListener(channel, channel::accept, nextLoop(), accepted -> spread(accepted, onConnection));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        begin(listener, listener::begin);
        return listener;
    }

    @Override
    public boolean mayBlock() {
        return loops.stream().noneMatch(NioLoop::inLoop);
    }

    @Override
    public void close() {
        closed = true;
        loops.forEach(NioLoop::stop);
        // Two loops, each waiting for the other's thread to end, would wait for ever.
        if (mayBlock()) {
            loops.forEach(NioLoop::close);
        }
    }

    @Override
    public String toString() {
        return "NioTransportGroup" + loops;
    }

    private static boolean isUnix(SocketAddress address) {
        Objects.requireNonNull(address, "address");
        if (address instanceof UnixDomainSocketAddress) {
            return true;
        }
        if (address instanceof InetSocketAddress) {
            return false;
        }
        throw new UnsupportedAddressTypeException();
    }

    /** Of IPv4 for an address of IPv4: a socket of both kinds is dearer to the system, by one call and on every way. */
    private static SocketChannel openFor(InetSocketAddress remote) throws IOException {
        return remote.getAddress() instanceof Inet4Address
                ? SocketChannel.open(StandardProtocolFamily.INET)
                : SocketChannel.open();
    }

    private static IOException asIoException(Exception e) {
        return e instanceof IOException io ? io : new IOException("not supported on this system", e);
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new IllegalStateException("the group is closed");
        }
    }

    private void begin(Registered registered, Runnable beginning) {
        try {
            registered.loop.execute(beginning);
        } catch (RejectedExecutionException e) {
            registered.close();
            throw new IllegalStateException("the group is closed", e);
        }
    }

    private NioLoop nextLoop() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    /**
     * Gives each accepted connection to the loop whose turn it is. The other loops' shares go first and as a whole, so that
     * each of these is woken once and begins while this one does its own.
     */
    private void spread(Queue<SocketChannel> accepted, Consumer<? super ByteTransport> onConnection) {
        if (loops.size() == 1) {
            adoptAll(accepted, loops.get(0), onConnection);
            return;
        }
        Map<NioLoop, Queue<SocketChannel>> shares = new LinkedHashMap<>();
        for (SocketChannel next = accepted.poll(); next != null; next = accepted.poll()) {
            shares.computeIfAbsent(nextLoop(), loop -> new ArrayDeque<>()).add(next);
        }
        shares.forEach((loop, share) -> {
            if (!loop.inLoop()) {
                handOver(share, loop, onConnection);
            }
        });
        shares.forEach((loop, share) -> {
            if (loop.inLoop()) {
                adoptAll(share, loop, onConnection);
            }
        });
    }

    private void handOver(Queue<SocketChannel> share, NioLoop loop, Consumer<? super ByteTransport> onConnection) {
        try {
            loop.execute(() -> adoptAll(share, loop, onConnection));
        } catch (RejectedExecutionException groupClosed) {
            share.forEach(NioTransportGroup::close);
        }
    }

    private void adoptAll(Queue<SocketChannel> share, NioLoop loop, Consumer<? super ByteTransport> onConnection) {
        try {
            for (SocketChannel next = share.poll(); next != null; next = share.poll()) {
                adopt(next, loop, onConnection);
            }
        } finally {
            if (!share.isEmpty()) {
                // An error, which is not the others' fault.
                handOver(share, loop, onConnection);
            }
        }
    }

    private void adopt(SocketChannel accepted, NioLoop loop, Consumer<? super ByteTransport> onConnection) {
        NioTransport transport;
        try {
            accepted.configureBlocking(false);
            transport = NioTransport.registered(accepted, loop, options.noDelay());
        } catch (IOException | RuntimeException e) {
            LOG.debug("a connection was lost while it was accepted", e);
            close(accepted);
            return;
        } catch (Error e) {
            close(accepted);
            throw e;
        }
        try {
            onConnection.accept(transport);
        } catch (Throwable t) {
            LOG.error("onConnection failed; {} is closed", transport, t);
            transport.close();
        }
    }

    private static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOG.debug("closing {} failed", closeable, e);
        }
    }
}
