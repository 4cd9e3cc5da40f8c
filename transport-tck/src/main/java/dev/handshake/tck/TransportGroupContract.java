package dev.handshake.tck;

/**
 * What the groups of a transport owe: rules G1 to G7 of {@code docs/transport-contract.md}. A test class implements this and
 * its one method. Each test opens the groups that it needs, runs on a thread of its own, is given up after three times the
 * {@linkplain #patience() patience}, and closes the groups.
 *
 * <p>What the connections themselves owe is {@link ByteTransportContract}.
 */
public interface TransportGroupContract extends GroupConnectContract, GroupListenContract, GroupCloseContract {}
