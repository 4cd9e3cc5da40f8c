package dev.handshake.interop.wire;

import dev.handshake.spi.ByteTransport;
import dev.handshake.tck.ForwardingTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** A transport of which a test sees how much was read: so it can send the next piece when the last one has arrived. */
public final class Watched extends ForwardingTransport {

    private long octetsRead;
    private boolean closed;
    private boolean released;

    public Watched(ByteTransport transport) {
        super(transport);
    }

    /** Waits until so many octets were read, or no more will be. */
    public synchronized void awaitRead(long octets) throws InterruptedException {
        long patience = TimeUnit.SECONDS.toNanos(Threads.BOUND_SECONDS);
        long start = System.nanoTime();
        while (octetsRead < octets && !closed && !released) {
            long left = patience - (System.nanoTime() - start);
            if (left <= 0) {
                throw new AssertionError("only " + octetsRead + " of " + octets + " octets were read");
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Has nobody wait for octets to be read any more. */
    public synchronized void release() {
        released = true;
        notifyAll();
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        try {
            int count = super.read(dst, retry);
            if (count != 0) {
                note(count);
            }
            return count;
        } catch (IOException e) {
            note(-1);
            throw e;
        }
    }

    private synchronized void note(int count) {
        octetsRead += Math.max(0, count);
        closed |= count < 0;
        notifyAll();
    }

    @Override
    public void close() {
        super.close();
        note(-1);
    }
}
