package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Runs a retry only if it is said to. */
class FilteredRetries extends ForwardingTransport {

    volatile boolean closing;

    FilteredRetries(ByteTransport transport) {
        super(transport);
    }

    boolean runsRead() {
        return true;
    }

    boolean runsWrite() {
        return true;
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        return super.read(dst, () -> {
            if (runsRead()) {
                retry.run();
            }
        });
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        return super.write(src, () -> {
            if (runsWrite()) {
                retry.run();
            }
        });
    }

    @Override
    public void close() {
        closing = true;
        super.close();
    }
}
