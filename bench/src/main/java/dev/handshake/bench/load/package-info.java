/** Handshakes over loopback: bare loops, our transports and others, each in a process of its own. */
@NullMarked
package dev.handshake.bench.load;

import org.jspecify.annotations.NullMarked;
