/**
 * The WebSocket opening handshake of RFC 6455, section 4, for both roles.
 *
 * <p>Three doors lead in. Whoever has a loop of their own drives a {@code ServerHandshake} or {@code ClientHandshake},
 * which do no I/O. Whoever has a connection gives it as a {@link dev.handshake.spi.ByteTransport} to a
 * {@code ServerHandshaker} or {@code ClientHandshaker}. Whoever has only an address opens a group of
 * {@link dev.handshake.Transports} first.
 */
@NullMarked
package dev.handshake;

import org.jspecify.annotations.NullMarked;
