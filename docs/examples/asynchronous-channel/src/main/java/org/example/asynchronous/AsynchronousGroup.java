package org.example.asynchronous;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Some threads, on which the completions of all connections run that were made here. */
final class AsynchronousGroup implements TransportGroup {

    static final System.Logger LOG = System.getLogger("org.example.asynchronous");

    private static final AtomicInteger THREADS = new AtomicInteger();

    /** The group that the current thread belongs to. */
    private static final ThreadLocal<AsynchronousGroup> CURRENT = new ThreadLocal<>();

    private final TransportOptions options;
    private final AsynchronousChannelGroup channels;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    AsynchronousGroup(TransportOptions options) throws IOException {
        this.options = options;
        ThreadFactory factory = options.threadFactory() == null ? AsynchronousGroup::daemon : options.threadFactory();
        this.channels = AsynchronousChannelGroup.withFixedThreadPool(
                options.threads(),
                work -> {
                    Thread thread = factory.newThread(() -> {
                        CURRENT.set(this);
                        work.run();
                    });
                    threads.add(thread);
                    return thread;
                });
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "asynchronous-transport-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Whoever waits on a thread of this group waits for itself (T14). */
    @Override
    public boolean mayBlock() {
        return CURRENT.get() != this;
    }

    @Override
    public CompletableFuture<ByteTransport> connect(SocketAddress remote) {
        Objects.requireNonNull(remote, "remote");
        if (remote instanceof InetSocketAddress inet && inet.isUnresolved()) {
            throw new IllegalArgumentException("unresolved address: " + inet);
        }
        CompletableFuture<ByteTransport> connected = new CompletableFuture<>();
        try {
            AsynchronousSocketChannel channel = AsynchronousSocketChannel.open(channels);
            // An attempt that failed, or that the caller has cancelled, leaves nothing behind.
            connected.whenComplete((transport, failure) -> {
                if (failure != null) {
                    closeQuietly(channel);
                }
            });
            channel.connect(remote, null, new Completion<Void>() {
                @Override
                public void completed(Void nothing, Void attachment) {
                    try {
                        connected.complete(transport(channel));
                    } catch (IOException e) {
                        connected.completeExceptionally(e);
                    }
                }

                @Override
                public void failed(Throwable cause, Void attachment) {
                    connected.completeExceptionally(cause);
                }
            });
        } catch (ShutdownChannelGroupException e) {
            throw closed(e);
        } catch (IOException e) {
            connected.completeExceptionally(e);
        }
        return connected;
    }

    @Override
    public TransportListener listen(SocketAddress local, Consumer<? super ByteTransport> onConnection)
            throws IOException {
        Objects.requireNonNull(local, "local");
        Objects.requireNonNull(onConnection, "onConnection");
        AsynchronousServerSocketChannel server;
        try {
            server = AsynchronousServerSocketChannel.open(channels);
        } catch (ShutdownChannelGroupException e) {
            throw closed(e);
        }
        try {
            server.bind(local, options.backlog());
            Listener listener = new Listener(server, server.getLocalAddress(), onConnection);
            listener.accept();
            return listener;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** {@inheritDoc} What is pending completes with a failure, and so runs the retries that are kept. */
    @Override
    public void close() {
        try {
            channels.shutdownNow();
            if (mayBlock()) {
                for (Thread thread : threads) {
                    thread.join(); // awaitTermination returns a little before the threads have ended
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing failed", e);
        }
    }

    private AsynchronousTransport transport(AsynchronousSocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, options.noDelay());
        return new AsynchronousTransport(channel, this);
    }

    private static IllegalStateException closed(ShutdownChannelGroupException cause) {
        return new IllegalStateException("the group is closed", cause);
    }

    private interface Completion<T> extends CompletionHandler<T, Void> {}

    /** Accepts one connection after the other. */
    private final class Listener implements TransportListener, Completion<AsynchronousSocketChannel> {

        private static final long PAUSE_MILLIS = 100;

        private final AsynchronousServerSocketChannel server;
        private final SocketAddress localAddress;
        private final Consumer<? super ByteTransport> onConnection;

        Listener(
                AsynchronousServerSocketChannel server,
                SocketAddress localAddress,
                Consumer<? super ByteTransport> onConnection) {
            this.server = server;
            this.localAddress = localAddress;
            this.onConnection = onConnection;
        }

        void accept() {
            try {
                server.accept(null, this);
            } catch (ShutdownChannelGroupException groupClosed) {
                close();
            }
        }

        @Override
        public void completed(AsynchronousSocketChannel channel, Void attachment) {
            try {
                handOver(transport(channel));
            } catch (IOException lostAlready) {
                closeQuietly(channel);
            }
            accept();
        }

        private void handOver(AsynchronousTransport transport) {
            try {
                onConnection.accept(transport);
            } catch (Throwable t) {
                LOG.log(System.Logger.Level.ERROR, "onConnection failed; " + transport + " is closed", t);
                transport.close();
            }
        }

        /** For want of file descriptors, most likely. Trying again at once would spin. */
        @Override
        public void failed(Throwable cause, Void attachment) {
            if (server.isOpen()) {
                LOG.log(System.Logger.Level.WARNING, "can't accept on {0}: {1}", localAddress, cause);
                CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                        .execute(this::accept);
            }
        }

        @Override
        public SocketAddress localAddress() {
            return localAddress;
        }

        @Override
        public void close() {
            closeQuietly(server);
        }
    }
}
