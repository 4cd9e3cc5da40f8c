/**
 * The WebSocket opening handshake of RFC 6455, section 4, for both roles.
 *
 * <p>Three doors lead in. Whoever has a loop of their own drives a {@link dev.handshake.ServerHandshake} or {@link
 * dev.handshake.ClientHandshake}, which do no I/O. Whoever has a connection gives it as a {@link
 * dev.handshake.spi.ByteTransport} to a {@link dev.handshake.ServerHandshaker} or {@link dev.handshake.ClientHandshaker}.
 * Whoever has only an address opens a group of {@link dev.handshake.Transports}, and says {@code listen} or {@code connect}:
 *
 * <pre>{@code
 * ServerHandshaker.create().listen(group, address, ListenOptions.defaults(), open -> ...);
 * Established open = ClientHandshaker.create().connect(URI.create("wss://chat.example/rooms/7"));
 * }</pre>
 *
 * <p><b>What comes of it.</b> An {@link dev.handshake.Established}: the transport, which delivers first what arrived behind
 * the handshake, the two messages, and what was agreed on. Or a {@link dev.handshake.HandshakeException}, with the rule that
 * was broken, a {@link dev.handshake.HandshakeFailure}; its {@link dev.handshake.HandshakeTrace} shows what each rule found.
 * What is wrong with the connection itself is the transport's own {@link java.io.IOException}.
 *
 * <p><b>Who decides.</b> {@link dev.handshake.Origins}, {@link dev.handshake.Subprotocols}, {@link
 * dev.handshake.ExtensionNegotiator} and {@link dev.handshake.Decider} see requests only that met every rule of the RFC.
 *
 * <p><b>Bounds.</b> What a peer can make us hold is in {@link dev.handshake.Limits}; one deadline covers a handshake from
 * its beginning to its end.
 *
 * <p><b>Threads.</b> Settings are immutable. An engine belongs to one thread at a time. The verbs wait, or return a {@link
 * java.util.concurrent.CompletableFuture}; each says where its callbacks run.
 */
@NullMarked
package dev.handshake;

import org.jspecify.annotations.NullMarked;
