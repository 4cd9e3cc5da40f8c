/**
 * Any Netty channel as a transport, and the handshake as a handler for pipelines.
 *
 * <p>Netty's native transports and its TLS are optional. On the module path nothing resolves them by itself: name those
 * that are wanted with {@code --add-modules}.
 */
module dev.handshake.netty {
    requires static org.jspecify;
    requires static io.netty.handler;
    requires static io.netty.transport.classes.epoll;
    requires static io.netty.transport.classes.io_uring;
    requires static io.netty.transport.classes.kqueue;
    requires static io.netty.transport.unix.common;
    requires transitive dev.handshake;
    requires transitive io.netty.transport;
    requires io.netty.buffer;
    requires io.netty.common;
    requires org.slf4j;

    exports dev.handshake.netty;

    provides dev.handshake.spi.TransportProvider with
            dev.handshake.netty.NettyTransportProvider,
            dev.handshake.netty.NettyTransportProvider.IoUring,
            dev.handshake.netty.NettyTransportProvider.Epoll,
            dev.handshake.netty.NettyTransportProvider.KQueue,
            dev.handshake.netty.NettyTransportProvider.Nio;
}
