/** Transports that wait: a socket, a socket channel, or a pair of streams. */
@NullMarked
package dev.handshake.blocking;

import org.jspecify.annotations.NullMarked;
