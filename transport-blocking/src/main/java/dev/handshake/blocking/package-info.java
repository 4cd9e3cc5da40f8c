/**
 * Transports that wait: a socket, a socket channel, or a pair of streams.
 *
 * <p>{@link dev.handshake.blocking.BlockingTransport} makes a transport of a connection that is there. Found as {@code
 * "blocking"} by {@link dev.handshake.Transports}, {@link dev.handshake.blocking.BlockingTransportProvider} listens and connects
 * by itself.
 *
 * <p><b>Threads.</b> Whoever calls waits, so each connection of a group has a thread of its own: virtual where the JDK has such
 * threads, from 21 on, else a daemon that is used again. A connection is handed over on its thread, which may be kept for as
 * long as the connection lives.
 *
 * <p><b>Ending what waits.</b> {@code close}, from any thread, gets others out of their calls; so deadlines and cancelled
 * futures end a handshake here, too. A call on streams ends when the streams themselves let go of it.
 */
@NullMarked
package dev.handshake.blocking;

import org.jspecify.annotations.NullMarked;
