/**
 * Transports that wait: a socket, a socket channel, or a pair of streams.
 *
 * <p>{@link dev.handshake.blocking.BlockingTransport} makes a transport of a connection that is there;
 * {@link dev.handshake.blocking.BlockingTransportProvider} listens and connects, with a thread for each connection.
 */
@NullMarked
package dev.handshake.blocking;

import org.jspecify.annotations.NullMarked;
