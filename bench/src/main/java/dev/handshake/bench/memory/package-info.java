/** Request octets to response octets, without a socket. */
@NullMarked
package dev.handshake.bench.memory;

import org.jspecify.annotations.NullMarked;
