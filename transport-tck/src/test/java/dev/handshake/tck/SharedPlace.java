package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Has one place for the retries of both directions. */
final class SharedPlace extends ForwardingTransport {

    private volatile Runnable kept = () -> {};

    SharedPlace(ByteTransport transport) {
        super(transport);
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        Runnable before = kept;
        kept = retry;
        int n = super.read(dst, () -> kept.run());
        if (n != 0) {
            kept = before;
        }
        return n;
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        Runnable before = kept;
        kept = retry;
        int n = super.write(src, () -> kept.run());
        if (n != 0) {
            kept = before;
        }
        return n;
    }
}
