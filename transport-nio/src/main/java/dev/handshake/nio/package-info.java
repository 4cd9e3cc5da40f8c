/** Transports over non-blocking channels, driven by selector loops. */
@NullMarked
package dev.handshake.nio;

import org.jspecify.annotations.NullMarked;
