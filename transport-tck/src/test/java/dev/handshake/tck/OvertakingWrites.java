package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Has what other threads write wait for the end of the retry that runs, but not what that retry writes. */
final class OvertakingWrites extends ForwardingTransport {

    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private Thread running;

    OvertakingWrites(ByteTransport transport) {
        super(transport);
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        return super.read(dst, () -> {
            running(Thread.currentThread());
            try {
                retry.run();
            } finally {
                running(null);
            }
        });
    }

    private synchronized void running(Thread thread) {
        running = thread;
        if (thread == null && waiting.size() > 0) {
            try {
                super.write(ByteBuffer.wrap(waiting.toByteArray()), () -> {});
                waiting.reset();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public synchronized int write(ByteBuffer src, Runnable retry) throws IOException {
        if (running == null || running == Thread.currentThread()) {
            return super.write(src, retry);
        }
        int count = src.remaining();
        while (src.hasRemaining()) {
            waiting.write(src.get());
        }
        return count;
    }
}
