package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/** Makes a transport that blocks out of one that does not. */
class WaitingTransport extends ForwardingTransport {

    WaitingTransport(ByteTransport transport) {
        super(transport);
    }

    @Override
    public boolean blocks() {
        return true;
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        Semaphore again = new Semaphore(0);
        int n = super.read(dst, again::release);
        while (n == 0 && dst.hasRemaining()) {
            await(again);
            n = super.read(dst, again::release);
        }
        return n;
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        Semaphore again = new Semaphore(0);
        int n = super.write(src, again::release);
        while (n == 0 && src.hasRemaining()) {
            await(again);
            n = super.write(src, again::release);
        }
        return n;
    }

    @Override
    public boolean flush(Runnable retry) throws IOException {
        Semaphore again = new Semaphore(0);
        while (!super.flush(again::release)) {
            await(again);
        }
        return true;
    }

    private static void await(Semaphore again) throws InterruptedIOException {
        try {
            again.acquire();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }
}
