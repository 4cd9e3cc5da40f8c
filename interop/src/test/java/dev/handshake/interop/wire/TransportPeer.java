package dev.handshake.interop.wire;

import dev.handshake.spi.ByteTransport;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A peer on a transport, and a way to use any transport from a thread that may wait. */
public final class TransportPeer implements Peer {

    private final ByteTransport transport;

    public TransportPeer(ByteTransport transport) {
        this.transport = transport;
    }

    @Override
    public void send(String octets) throws IOException {
        ByteBuffer src = ByteBuffer.wrap(Octets.of(octets));
        Semaphore retry = new Semaphore(0);
        while (src.hasRemaining()) {
            if (transport.write(src, retry::release) == 0) {
                await(retry);
            }
        }
        while (!transport.flush(retry::release)) {
            await(retry);
        }
    }

    @Override
    public void end() throws IOException {
        transport.shutdownOutput();
    }

    @Override
    public String receive(int count) throws IOException {
        ByteBuffer dst = ByteBuffer.allocate(count);
        while (dst.hasRemaining()) {
            if (read(dst) < 0) {
                throw new EOFException("the end came after " + dst.position() + " of " + count + " octets");
            }
        }
        return Octets.text(dst.flip());
    }

    @Override
    public String receiveAll() throws IOException {
        StringBuilder all = new StringBuilder();
        ByteBuffer dst = ByteBuffer.allocate(4096);
        while (read(dst) >= 0) {
            all.append(Octets.text(dst.flip()));
            dst.clear();
        }
        return all.toString();
    }

    private int read(ByteBuffer dst) throws IOException {
        Semaphore retry = new Semaphore(0);
        int count;
        while ((count = transport.read(dst, retry::release)) == 0) {
            await(retry);
        }
        return count;
    }

    private static void await(Semaphore retry) throws IOException {
        try {
            if (!retry.tryAcquire(Threads.BOUND_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("no retry in " + Threads.BOUND_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
