package dev.handshake.interop.wire;

import dev.handshake.ConnectionInfo;
import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A transport of which a test sees how much was read: so it can send the next piece when the last one has arrived. */
public final class Watched implements ByteTransport, ConnectionInfo {

    private final ByteTransport transport;
    private long octetsRead;
    private boolean closed;
    private boolean released;

    public Watched(ByteTransport transport) {
        this.transport = transport;
    }

    /** Waits until so many octets were read, or no more will be. */
    public synchronized void awaitRead(long octets) throws InterruptedException {
        long patience = TimeUnit.SECONDS.toNanos(Threads.BOUND_SECONDS);
        long start = System.nanoTime();
        while (octetsRead < octets && !closed && !released) {
            long left = patience - (System.nanoTime() - start);
            if (left <= 0) {
                throw new AssertionError("only " + octetsRead + " of " + octets + " octets were read: " + transport);
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
            int count = transport.read(dst, retry);
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
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        return transport.write(src, retry);
    }

    @Override
    public boolean flush(Runnable retry) throws IOException {
        return transport.flush(retry);
    }

    @Override
    public void shutdownOutput() throws IOException {
        transport.shutdownOutput();
    }

    @Override
    public boolean blocks() {
        return transport.blocks();
    }

    @Override
    public boolean mayBlock() {
        return transport.mayBlock();
    }

    @Override
    public void close() {
        transport.close();
        note(-1);
    }

    @Override
    public Optional<SocketAddress> remoteAddress() {
        return ConnectionInfo.of(transport).remoteAddress();
    }

    @Override
    public Optional<SocketAddress> localAddress() {
        return ConnectionInfo.of(transport).localAddress();
    }

    @Override
    public boolean secure() {
        return ConnectionInfo.of(transport).secure();
    }
}
