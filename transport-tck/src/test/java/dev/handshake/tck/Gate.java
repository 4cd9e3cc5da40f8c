package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Holds something while a retry runs that other threads need for their calls, or for close. */
final class Gate extends ForwardingTransport {

    private final boolean forCalls;
    private final boolean forClose;
    private final List<Thread> running = new ArrayList<>();

    Gate(ByteTransport transport, boolean forCalls, boolean forClose) {
        super(transport);
        this.forCalls = forCalls;
        this.forClose = forClose;
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        pass(forCalls);
        return super.read(dst, () -> run(retry));
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        pass(forCalls);
        return super.write(src, () -> run(retry));
    }

    @Override
    public void close() {
        pass(forClose);
        super.close();
    }

    private void run(Runnable retry) {
        Thread thread = Thread.currentThread();
        synchronized (running) {
            running.add(thread);
        }
        try {
            retry.run();
        } finally {
            synchronized (running) {
                running.remove(thread);
                running.notifyAll();
            }
        }
    }

    private void pass(boolean waits) {
        synchronized (running) {
            while (waits && !running.isEmpty() && !running.contains(Thread.currentThread())) {
                try {
                    running.wait();
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }
}
