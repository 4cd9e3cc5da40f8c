/** Any Netty channel as a transport, and the handshake as a handler for pipelines. */
@NullMarked
package dev.handshake.netty;

import org.jspecify.annotations.NullMarked;
