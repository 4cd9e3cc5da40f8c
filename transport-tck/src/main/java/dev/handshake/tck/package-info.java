/**
 * The transport contract as tests to extend, the in-memory reference transport, and wrappers that make any transport awkward.
 *
 * <p>A transport's own test implements {@link dev.handshake.tck.ByteTransportContract}: it opens a {@link
 * dev.handshake.tck.TransportPair} for each test, and says which {@link dev.handshake.tck.Ability} is missing. Each test is
 * named after the rule that it is for, T1 to T14; {@code docs/transport-contract.md} says why there is that rule. What
 * listens and connects is examined by {@link dev.handshake.tck.TransportGroupContract}, G1 to G7.
 *
 * <p>{@link dev.handshake.tck.MemoryTransport} is the reference, written to be read, and serves where a test needs a
 * connection and no network. {@link dev.handshake.tck.ChunkingTransport} moves few bytes at a time, {@link
 * dev.handshake.tck.FailingTransport} fails at its n-th operation: whoever builds upon transports can be tried with both.
 */
@NullMarked
package dev.handshake.tck;

import org.jspecify.annotations.NullMarked;
