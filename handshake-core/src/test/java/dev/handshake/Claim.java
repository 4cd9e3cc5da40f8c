package dev.handshake;

import dev.handshake.spi.ByteTransport;

/** What a handshake does to its transport, and no handshake. */
final class Claim extends InProgress {

    Claim(ByteTransport transport) {
        super(transport, ServerHandshaker.builder().runSettings(null));
    }

    /** Fails if a handshake is going on over the transport. */
    static void canBeMade(ByteTransport transport) {
        Claim claim = new Claim(transport);
        claim.claim(1);
        claim.over();
    }

    @Override
    void timeUp() {}
}
