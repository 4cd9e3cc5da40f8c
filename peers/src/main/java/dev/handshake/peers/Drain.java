package dev.handshake.peers;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** Drops what comes over an open connection, and closes it when the peer ends it. It is the {@code retry} of its transport. */
final class Drain implements Runnable {

    private static final int BUFFER_BYTES = 1024;

    private final ByteTransport transport;
    private final AtomicInteger runs = new AtomicInteger();

    Drain(ByteTransport transport) {
        this.transport = transport;
    }

    /** A retry may come while another run goes on, which then takes one more turn. */
    @Override
    public void run() {
        if (runs.getAndIncrement() == 0) {
            int taken = 1;
            while (taken != 0) {
                read();
                taken = runs.addAndGet(-taken);
            }
        }
    }

    private void read() {
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
