/**
 * Transports over non-blocking channels, driven by selector loops: few threads for many connections, and nothing else to
 * depend on.
 *
 * <p>Found as {@code "nio"} by {@link dev.handshake.Transports}, it listens and connects by itself. Whoever has a {@link
 * java.nio.channels.SocketChannel} makes a transport of it with {@link dev.handshake.nio.NioTransport} and a {@link
 * dev.handshake.nio.NioLoop}, which is one thread with its selector.
 *
 * <p><b>Threads.</b> What a transport calls back runs on its loop's thread, or on the one that closes it. On a loop's thread
 * nothing may wait, and the verbs that wait say so with an {@link IllegalStateException} instead of blocking for ever.
 *
 * <p><b>Memory.</b> A transport holds no buffer between calls, so an idle connection costs little more than its channel.
 */
@NullMarked
package dev.handshake.nio;

import org.jspecify.annotations.NullMarked;
