/**
 * WebSocket messages, once the opening handshake is done: RFC 6455, sections 5 to 8, and RFC 7692.
 *
 * <p>{@link dev.handshake.messages.WebSocket} sends and receives over any {@link dev.handshake.Established}, whatever carries
 * it:
 *
 * <pre>{@code
 * try (WebSocket socket = WebSocket.over(open)) {
 *     socket.send("Hello");
 *     String answer = socket.receive().text();
 * }
 * WebSocket.over(other).forEach(WebSocket::sendAsync); // an echo, until the peer closes
 * }</pre>
 *
 * <p><b>By demand.</b> A message is read when it is asked for, and the next one when the last has been handled; a peer that
 * sends faster waits. What is too long to be held is received and sent in parts.
 *
 * <p><b>What comes of it.</b> A {@link dev.handshake.messages.Message}, or the {@link dev.handshake.messages.Ending}: there is
 * exactly one for each connection, with code and reason. A rule that the peer breaks is a {@link
 * dev.handshake.messages.MessageFailure}, with the RFC's section and the code that it is answered with.
 *
 * <p><b>Bounds.</b> What a peer can make us hold is in {@link dev.handshake.messages.MessageLimits}, a compressed message's
 * size once it is inflated included; how long it may be silent, and take to close, in {@link
 * dev.handshake.messages.WebSocketOptions}.
 *
 * <p><b>Without I/O.</b> Whoever has a loop of their own uses {@link dev.handshake.messages.MessageDecoder} and {@link
 * dev.handshake.messages.MessageEncoder}: no socket, no thread, no clock.
 */
@NullMarked
package dev.handshake.messages;

import org.jspecify.annotations.NullMarked;
