package dev.handshake.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which Netty talks to the system, best first. Each constant has a class of its own, so that Netty's artifact
 * for it is only needed once it is asked for.
 */
enum NettyKind {
    IO_URING("io-uring", "netty-transport-native-io_uring") {
        @Override
        @Nullable
        Throwable failure() {
            return IoUring.unavailabilityCause();
        }

        @Override
        IoHandlerFactory handlers() {
            return IoUringIoHandler.newFactory();
        }

        @Override
        Channel connecting() {
            return new IoUringSocketChannel();
        }

        @Override
        ServerChannel listening() {
            return new IoUringServerSocketChannel();
        }
    },
    EPOLL("epoll", "netty-transport-native-epoll") {
        @Override
        @Nullable
        Throwable failure() {
            return Epoll.unavailabilityCause();
        }

        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        Channel connecting() {
            return new EpollSocketChannel();
        }

        @Override
        Channel connectingInet4() {
            return new EpollSocketChannel(SocketProtocolFamily.INET);
        }

        @Override
        ServerChannel listening() {
            return new EpollServerSocketChannel();
        }
    },
    KQUEUE("kqueue", "netty-transport-native-kqueue") {
        @Override
        @Nullable
        Throwable failure() {
            return KQueue.unavailabilityCause();
        }

        @Override
        IoHandlerFactory handlers() {
            return KQueueIoHandler.newFactory();
        }

        @Override
        Channel connecting() {
            return new KQueueSocketChannel();
        }

        @Override
        Channel connectingInet4() {
            return new KQueueSocketChannel(SocketProtocolFamily.INET);
        }

        @Override
        ServerChannel listening() {
            return new KQueueServerSocketChannel();
        }
    },
    NIO("nio", "netty-transport") {
        @Override
        @Nullable
        Throwable failure() {
            NioIoHandler.newFactory();
            return null;
        }

        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        Channel connecting() {
            return new NioSocketChannel();
        }

        @Override
        Channel connectingInet4() {
            return new NioSocketChannel(SelectorProvider.provider(), SocketProtocolFamily.INET);
        }

        @Override
        ServerChannel listening() {
            return new NioServerSocketChannel();
        }
    };

    /** As it stands behind {@code netty-} in the name of a provider. */
    final String suffix;

    private final String artifact;

    NettyKind(String suffix, String artifact) {
        this.suffix = suffix;
        this.artifact = artifact;
    }

    /** Returns the best one that works here; the last, if none does. */
    static NettyKind best() {
        for (NettyKind kind : values()) {
            if (kind.unavailable().isEmpty()) {
                return kind;
            }
        }
        return NIO;
    }

    static NettyKind of(String suffix) {
        for (NettyKind kind : values()) {
            if (kind.suffix.equals(suffix)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(suffix);
    }

    /** Tells why it does not work here, as a sentence. */
    final Optional<String> unavailable() {
        Throwable cause;
        try {
            cause = failure();
        } catch (LinkageError e) {
            return Optional.of("needs the artifact io.netty:" + artifact + " of Netty 4.2 or later (" + e + ")");
        }
        return cause == null
                ? Optional.empty()
                : Optional.of("the library of io.netty:" + artifact
                        + " with this system's classifier is missing or can't be used here: " + innermost(cause));
    }

    /** Returns why the native library does not work, or null; throws if its classes are missing. */
    abstract @Nullable Throwable failure();

    abstract IoHandlerFactory handlers();

    abstract Channel connecting();

    /** Of IPv4 alone, where Netty knows that: one of both kinds is dearer to the system, by one call and on every way. */
    Channel connectingInet4() {
        return connecting();
    }

    abstract ServerChannel listening();

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
