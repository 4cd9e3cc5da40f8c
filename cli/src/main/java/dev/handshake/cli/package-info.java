/**
 * The {@code handshake} command. {@link dev.handshake.cli.Main} is the way in; each command is a class that reads its
 * options and returns an exit code, and what it prints goes through one {@code Console}.
 */
@NullMarked
package dev.handshake.cli;

import org.jspecify.annotations.NullMarked;
