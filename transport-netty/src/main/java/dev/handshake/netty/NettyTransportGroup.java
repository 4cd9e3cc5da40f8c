package dev.handshake.netty;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Some event loops of one kind, over which Netty spreads connections in turn. */
final class NettyTransportGroup implements TransportGroup {

    /** How long a closing loop goes on with tasks that beget tasks. */
    private static final long LAST_TASKS_MILLIS = 5000;

    /** How long a closing loop goes on for what its channels still have to do, if that can't be waited for. */
    private static final long LAST_EVENTS_MILLIS = 100;

    private final NettyKind kind;
    private final TransportOptions options;
    private final LoopThreads threads;
    private final EventLoopGroup loops;

    /** Everything that was opened here and is still open: an ending event loop does not tell all of its channels. */
    private final Map<Channel, Closeable> open = new ConcurrentHashMap<>();

    private final ChannelFutureListener forget = closed -> open.remove(closed.channel());

    private volatile boolean closed;

    NettyTransportGroup(NettyKind kind, TransportOptions options) {
        this.kind = kind;
        this.options = options;
        this.threads = new LoopThreads(options.threadFactory());
        this.loops = new MultiThreadIoEventLoopGroup(options.threads(), threads, kind.handlers());
    }

    @Override
    public CompletableFuture<ByteTransport> connect(SocketAddress remote) {
        check(remote);
        InetSocketAddress address = (InetSocketAddress) remote;
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("unresolved address: " + remote);
        }
        refuseIfClosed();
        Channel channel;
        try {
            channel = address.getAddress() instanceof Inet4Address ? kind.connectingInet4() : kind.connecting();
        } catch (ChannelException e) {
            return CompletableFuture.failedFuture(Failures.asIoException(e));
        }
        channel.config().setAutoRead(false);
        // Deadlines are the business of whoever connects.
        channel.config().setConnectTimeoutMillis(0);
        Connecting attempt = new Connecting(channel, this::adopted);
        loops.register(channel);
        channel.connect(remote).addListener(attempt);
        if (!attempt.isDone()) {
            remember(channel, attempt);
        }
        return attempt;
    }

    @Override
    public TransportListener listen(SocketAddress local, Consumer<? super ByteTransport> onConnection)
            throws IOException {
        Objects.requireNonNull(onConnection, "onConnection");
        check(local);
        refuseIfClosed();
        // On a thread of ours the binding can't be waited for; but on the loop of that thread, it is done at once.
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(callersLoop(), loops)
                .channelFactory(kind::listening)
                .option(ChannelOption.SO_BACKLOG, options.backlog())
                .childOption(ChannelOption.AUTO_READ, false)
                .handler(new AcceptOutage())
                .childHandler(new Accepted(onConnection, this::adopted));
        ChannelFuture registered = bootstrap.register();
        await(registered);
        Channel channel = registered.channel();
        ChannelFuture bound = registered.isSuccess() ? channel.bind(local) : registered;
        await(bound);
        if (!bound.isSuccess()) {
            channel.close();
            throw notBound(local, bound.cause());
        }
        NettyListener listener = new NettyListener(channel);
        remember(channel, listener);
        return listener;
    }

    @Override
    public void close() {
        closed = true;
        open.values().forEach(NettyTransportGroup::close);
        if (callersLoop() != loops) {
            // Two loops, each waiting for the other's thread to end, would wait for ever.
            loops.shutdownGracefully(LAST_EVENTS_MILLIS, LAST_TASKS_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        settle();
        loops.shutdownGracefully(0, LAST_TASKS_MILLIS, TimeUnit.MILLISECONDS);
        loops.terminationFuture().awaitUninterruptibly();
        threads.join();
    }

    @Override
    public String toString() {
        return "NettyTransportGroup[" + kind.suffix + ", " + options.threads() + " threads"
                + (closed ? ", closed]" : "]");
    }

    private static void check(SocketAddress address) {
        Objects.requireNonNull(address, "address");
        if (!(address instanceof InetSocketAddress)) {
            throw new UnsupportedAddressTypeException();
        }
    }

    @Override
    public boolean mayBlock() {
        return callersLoop() == loops;
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new IllegalStateException("the group is closed");
        }
    }

    /** Returns the loop whose thread this is, or all of them. */
    private EventLoopGroup callersLoop() {
        for (EventExecutor loop : loops) {
            if (loop.inEventLoop()) {
                return (EventLoopGroup) loop;
            }
        }
        return loops;
    }

    /**
     * Remembers what is to be closed with this group, until its channel is closed. A transport takes the place of the
     * connect that it came from, or was here before it.
     */
    private void remember(Channel channel, Closeable opened) {
        Closeable before = opened instanceof Connecting ? open.putIfAbsent(channel, opened) : open.put(channel, opened);
        if (before == null) {
            channel.closeFuture().addListener(forget);
        }
        if (closed) {
            close(opened);
        }
    }

    private static void close(Closeable opened) {
        try {
            opened.close();
        } catch (IOException e) {
            throw new AssertionError("none of these throws", e);
        }
    }

    /**
     * Lets the loops finish closing: one round for the events that this begets, and one that, with io_uring, makes the
     * kernel do it. A loop that ends before keeps its descriptors for good.
     */
    private void settle() {
        for (int round = 0; round < 2; round++) {
            for (EventExecutor loop : loops) {
                try {
                    loop.submit(() -> {}).awaitUninterruptibly();
                } catch (RejectedExecutionException endedAlready) {
                    // Another thread closes the group as well.
                }
            }
        }
    }

    private static void await(ChannelFuture future) {
        if (!future.isDone()) {
            future.awaitUninterruptibly();
        }
    }

    private NettyTransport adopted(Channel channel) throws IOException {
        if (!options.noDelay()) {
            // Netty has set it already, which is a system call saved for all who want it.
            channel.config().setOption(ChannelOption.TCP_NODELAY, false);
        }
        NettyTransport transport = NettyTransport.of(channel);
        remember(channel, transport);
        return transport;
    }

    private static IOException notBound(SocketAddress local, Throwable cause) {
        if (cause instanceof RejectedExecutionException) {
            throw new IllegalStateException("the group is closed", cause);
        }
        BindException failure = new BindException("can't listen on " + local + ": " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }
}
