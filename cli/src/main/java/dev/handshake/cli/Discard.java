package dev.handshake.cli;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds an open connection: reads and drops what comes, and closes it when the peer ends it. As the {@code retry} of its
 * transport it is run whenever something has come, so that an idle connection has neither thread nor buffer; over a
 * transport that blocks, the first run is the only one.
 */
final class Discard implements Runnable {

    private static final int BUFFER_BYTES = 8 * 1024;

    private final ByteTransport transport;
    private final AtomicInteger rounds = new AtomicInteger();

    Discard(ByteTransport transport) {
        this.transport = transport;
    }

    /** A retry may come from any thread, and before {@code read} has returned: one thread reads for all of them. */
    @Override
    public void run() {
        if (rounds.getAndIncrement() != 0) {
            return;
        }
        int due;
        do {
            due = rounds.get();
            drop();
        } while (rounds.addAndGet(-due) != 0);
    }

    private void drop() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            int count;
            do {
                count = transport.read(buffer.clear(), this);
            } while (count > 0);
            if (count < 0) {
                transport.close();
            }
        } catch (IOException e) {
            transport.close();
        }
    }
}
