/** Servers in processes of their own, which can be starved and measured from outside. */
@NullMarked
package dev.handshake.hardening.processes;

import org.jspecify.annotations.NullMarked;
