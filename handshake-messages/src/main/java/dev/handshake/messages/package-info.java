/**
 * WebSocket messages, once the opening handshake is done: RFC 6455, sections 5 to 8, and RFC 7692.
 *
 * <p>{@link dev.handshake.messages.WebSocket} sends and receives over any {@link dev.handshake.Established}. Whoever has a
 * loop of their own uses {@link dev.handshake.messages.MessageDecoder} and {@link dev.handshake.messages.MessageEncoder},
 * which do no I/O.
 */
@NullMarked
package dev.handshake.messages;

import org.jspecify.annotations.NullMarked;
