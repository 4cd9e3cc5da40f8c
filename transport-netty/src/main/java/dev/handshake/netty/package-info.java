/**
 * Any Netty channel as a transport, and the handshake as a handler for pipelines.
 *
 * <p>Which of the three doors to take depends on what there is. A pipeline: {@link
 * dev.handshake.netty.NettyHandshakeHandler} does a server's handshake in it, fires {@link
 * dev.handshake.netty.HandshakeCompleted}, and leaves, so that frames may be Netty's or anybody's. A {@link
 * io.netty.channel.Channel}: {@link dev.handshake.netty.NettyTransport} makes a transport of it, for either role. An address:
 * the transport {@code "netty"} of {@link dev.handshake.Transports} listens and connects, on io_uring, epoll or kqueue where
 * their artifacts are there and work, else on NIO.
 *
 * <p><b>Threads.</b> The handler does all on the channel's event loop. A transport may be called on any thread; what it calls
 * back runs on the event loop, or on the thread that closes it. On an event loop nothing may wait.
 *
 * <p><b>Buffers.</b> Those that are read belong to the transport until they are empty, and are released when it is closed.
 */
@NullMarked
package dev.handshake.netty;

import org.jspecify.annotations.NullMarked;
