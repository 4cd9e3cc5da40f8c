package dev.handshake.blocking;

import dev.handshake.spi.ByteTransport;
import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportListener;
import dev.handshake.spi.TransportOptions;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens and connects with sockets; {@link BlockingTransportProvider} tells what holds. */
final class BlockingTransportGroup implements TransportGroup {

    private static final Logger log = LoggerFactory.getLogger(BlockingTransportGroup.class);

    private static final Duration BACK_OFF = Duration.ofMillis(100);
    private static final Duration OUTAGE_OVER = Duration.ofSeconds(10);

    private final TransportOptions options;
    private final GroupThreads threads;
    /** Listeners, connections, and sockets on their way to be one. */
    final Set<Closeable> open = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    BlockingTransportGroup(TransportOptions options) {
        this.options = options;
        this.threads = new GroupThreads(options.threadFactory());
    }

    @Override
    public CompletableFuture<ByteTransport> connect(SocketAddress remote) {
        InetSocketAddress address = internet(remote);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("the address is not resolved: " + remote);
        }
        requireOpen();
        Socket socket = new Socket(Proxy.NO_PROXY);
        CompletableFuture<ByteTransport> connected = new CompletableFuture<>();
        // Cancelling, a timeout that the caller has put on the future, and our own failure all come by here.
        connected.whenComplete((transport, failure) -> {
            if (failure != null) {
                closeQuietly(socket);
            }
        });
        try {
            // Makes the descriptor. A socket that is closed while connect makes it would keep it for ever.
            socket.setTcpNoDelay(options.noDelay());
            threads.start(() -> connect(socket, address, connected));
        } catch (IOException e) {
            connected.completeExceptionally(e);
        }
        return connected;
    }

    private void connect(Socket socket, InetSocketAddress remote, CompletableFuture<ByteTransport> connected) {
        BlockingTransport transport;
        try {
            track(socket);
            socket.connect(remote);
            transport = adopt(new SocketTransport(socket, open::remove));
        } catch (Throwable e) {
            // An error too: somebody waits for the outcome.
            connected.completeExceptionally(e);
            return;
        } finally {
            open.remove(socket);
        }
        if (!connected.complete(transport)) {
            transport.close();
        }
    }

    @Override
    public TransportListener listen(SocketAddress local, Consumer<? super ByteTransport> onConnection)
            throws IOException {
        InetSocketAddress address = internet(local);
        Objects.requireNonNull(onConnection, "onConnection");
        requireOpen();
        ServerSocket server = new ServerSocket();
        BlockingListener listener;
        try {
            server.setReuseAddress(true);
            server.bind(address, options.backlog());
            InetSocketAddress bound = (InetSocketAddress) server.getLocalSocketAddress();
            listener = new BlockingListener(
                    server, BACK_OFF, OUTAGE_OVER, socket -> begin(socket, bound, onConnection), open::remove);
        } catch (IOException | RuntimeException e) {
            closeQuietly(server);
            throw e;
        }
        track(listener);
        try {
            threads.start("handshake-blocking-accept-" + server.getLocalPort(), listener);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        return listener;
    }

    private void begin(Socket socket, InetSocketAddress bound, Consumer<? super ByteTransport> onConnection)
            throws IOException {
        try {
            threads.start(() -> serve(socket, bound, onConnection));
        } catch (IOException e) {
            closeQuietly(socket);
            throw e;
        }
    }

    private void serve(Socket socket, InetSocketAddress bound, Consumer<? super ByteTransport> onConnection) {
        BlockingTransport transport;
        try {
            // Only where it listens on all addresses may a connection's own be another.
            SocketAddress local = bound.getAddress().isAnyLocalAddress() ? socket.getLocalSocketAddress() : bound;
            transport = adopt(new SocketTransport(socket, local, options.noDelay(), open::remove));
        } catch (IOException e) {
            closeQuietly(socket);
            log.debug("a connection had ended before it was handed over", e);
            return;
        } catch (RuntimeException | Error e) {
            closeQuietly(socket);
            log.error("closed {}, since it could not be handed over", socket, e);
            return;
        }
        if (closed) {
            return;
        }
        try {
            onConnection.accept(transport);
        } catch (Throwable e) {
            transport.close();
            log.error("closed {}, since onConnection failed", transport, e);
        }
    }

    private BlockingTransport adopt(BlockingTransport transport) {
        track(transport);
        return transport;
    }

    /** Leaves it to {@link #close()} to close this, or does so if that has been called already. */
    private void track(Closeable resource) {
        open.add(resource);
        if (closed) {
            closeQuietly(resource);
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(BlockingTransportGroup::closeQuietly);
        threads.end();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the transport group is closed");
        }
    }

    private static InetSocketAddress internet(SocketAddress address) {
        if (Objects.requireNonNull(address, "address") instanceof InetSocketAddress internet) {
            return internet;
        }
        throw new IllegalArgumentException("not an internet address: " + address);
    }

    private static void closeQuietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            log.debug("closing {} failed", resource, e);
        }
    }
}
