/** What a handshake costs: in memory, over loopback, in memory held, when cold, and in system calls. */
@NullMarked
package dev.handshake.bench;

import org.jspecify.annotations.NullMarked;
