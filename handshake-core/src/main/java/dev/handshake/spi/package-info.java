/**
 * What the author of a transport implements.
 *
 * <p>{@link dev.handshake.spi.ByteTransport} is the one interface that matters: a connected two-way stream of bytes.
 * Its contract is the fourteen rules T1 to T14, each with its intent in {@code docs/transport-contract.md} and at
 * least one test in the {@code transport-tck}, named after it. {@link dev.handshake.spi.TransportProvider} and
 * {@link dev.handshake.spi.TransportGroup} make a transport one that can be picked by name, listen and connect.
 */
@NullMarked
package dev.handshake.spi;

import org.jspecify.annotations.NullMarked;
