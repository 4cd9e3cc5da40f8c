package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;

/** Lets close run no retry. */
final class ForgottenAtClose extends FilteredRetries {

    ForgottenAtClose(ByteTransport transport) {
        super(transport);
    }

    @Override
    boolean runsRead() {
        return !closing;
    }

    @Override
    boolean runsWrite() {
        return !closing;
    }
}
