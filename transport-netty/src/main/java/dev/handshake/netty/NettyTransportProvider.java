package dev.handshake.netty;

import dev.handshake.spi.TransportGroup;
import dev.handshake.spi.TransportOptions;
import dev.handshake.spi.TransportProvider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Provides transports over Netty's event loops, under the name {@code netty}: over the first that works here of io_uring,
 * epoll, kqueue and NIO. The first three work if Netty's artifact for them is there, with the native library for this
 * system, such as {@code io.netty:netty-transport-native-epoll} with the classifier {@code linux-x86_64}. On the module
 * path, modules that nothing requires also have to be named with {@code --add-modules}.
 *
 * <p>A group runs {@link TransportOptions#threads()} event loops, over which connections are spread in turn. Futures of
 * {@code connect} are completed on the event loop of that connection. A group takes {@link java.net.InetSocketAddress} and
 * no other address. When a listener can't accept, mostly for want of file descriptors, it looks away for a second.
 *
 * <p>Each kind can also be picked by a name of its own; those are the nested classes.
 */
public sealed class NettyTransportProvider implements TransportProvider
        permits NettyTransportProvider.IoUring,
                NettyTransportProvider.Epoll,
                NettyTransportProvider.KQueue,
                NettyTransportProvider.Nio {

    /** The kind's, not the kind itself, which is more than can be loaded where Netty is missing. Null: the best one. */
    private final @Nullable String suffix;

    /** Makes the provider. {@link java.util.ServiceLoader} calls this; it costs nothing. */
    public NettyTransportProvider() {
        this(null);
    }

    private NettyTransportProvider(@Nullable String suffix) {
        this.suffix = suffix;
    }

    /** {@inheritDoc} */
    @Override
    public String name() {
        return suffix == null ? "netty" : "netty-" + suffix;
    }

    /** {@inheritDoc} 5, so that {@code nio} goes before; -1 for a kind of its own, which is for being named. */
    @Override
    public int rank() {
        return suffix == null ? 5 : -1;
    }

    /** {@inheritDoc} Says which artifact to add, or why a native library can't be used. */
    @Override
    public Optional<String> unavailable() {
        try {
            return kind().unavailable();
        } catch (LinkageError e) {
            return Optional.of("needs the artifact io.netty:netty-transport of Netty 4.2 or later (" + e + ")");
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if this kind is not available here, or the system refused what an event loop needs
     */
    @Override
    public TransportGroup open(TransportOptions options) {
        unavailable().ifPresent(why -> {
            throw new IllegalStateException("transport '" + name() + "' is not available: " + why);
        });
        return new NettyTransportGroup(kind(), options);
    }

    private NettyKind kind() {
        return suffix == null ? NettyKind.best() : NettyKind.of(suffix);
    }

    /** Provides transports over io_uring, under the name {@code netty-io-uring}. Linux only. */
    public static final class IoUring extends NettyTransportProvider {

        /** Makes the provider. {@link java.util.ServiceLoader} calls this; it costs nothing. */
        public IoUring() {
            super("io-uring");
        }
    }

    /** Provides transports over epoll, under the name {@code netty-epoll}. Linux only. */
    public static final class Epoll extends NettyTransportProvider {

        /** Makes the provider. {@link java.util.ServiceLoader} calls this; it costs nothing. */
        public Epoll() {
            super("epoll");
        }
    }

    /** Provides transports over kqueue, under the name {@code netty-kqueue}. macOS and BSD only. */
    public static final class KQueue extends NettyTransportProvider {

        /** Makes the provider. {@link java.util.ServiceLoader} calls this; it costs nothing. */
        public KQueue() {
            super("kqueue");
        }
    }

    /** Provides transports over Netty's own selector loops, under the name {@code netty-nio}. */
    public static final class Nio extends NettyTransportProvider {

        /** Makes the provider. {@link java.util.ServiceLoader} calls this; it costs nothing. */
        public Nio() {
            super("nio");
        }
    }
}
