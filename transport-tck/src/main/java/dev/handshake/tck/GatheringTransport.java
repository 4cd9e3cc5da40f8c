package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Keeps what is written until it is read from, and passes it on in one piece: so two layers' bytes, the last ones of the
 * one and the first ones of the other, travel together.
 */
final class GatheringTransport extends ForwardingTransport {

    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private ByteBuffer leaving = ByteBuffer.allocate(0);

    GatheringTransport(ByteTransport transport) {
        super(transport);
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        passOn(retry);
        return super.read(dst, retry);
    }

    /** The two directions may be used by two threads. */
    private synchronized void passOn(Runnable retry) throws IOException {
        if (!leaving.hasRemaining()) {
            leaving = ByteBuffer.wrap(gathered.toByteArray());
            gathered.reset();
        }
        int written = 1;
        while (leaving.hasRemaining() && written > 0) {
            written = super.write(leaving, retry);
        }
    }

    @Override
    public synchronized int write(ByteBuffer src, Runnable retry) {
        int count = src.remaining();
        while (src.hasRemaining()) {
            gathered.write(src.get());
        }
        return count;
    }

    @Override
    public boolean flush(Runnable retry) {
        return true;
    }
}
