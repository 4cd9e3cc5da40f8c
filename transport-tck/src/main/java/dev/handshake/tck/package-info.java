/** The transport contract as tests to extend, the in-memory reference transport, and wrappers that make any transport awkward. */
@NullMarked
package dev.handshake.tck;

import org.jspecify.annotations.NullMarked;
