package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Holds bytes back until it is flushed or full, as a TLS layer or a buffered stream does. */
class HoldingTransport extends ForwardingTransport {

    private static final int HELD_BYTES = 64;

    private final ByteBuffer held = ByteBuffer.allocate(HELD_BYTES).limit(0);
    private boolean ending;

    HoldingTransport(ByteTransport transport) {
        super(transport);
    }

    @Override
    public synchronized int write(ByteBuffer src, Runnable retry) throws IOException {
        if (ending || !src.hasRemaining()) {
            return super.write(src, retry);
        }
        if (held.remaining() == HELD_BYTES) {
            push(retry);
        } else {
            super.write(ByteBuffer.allocate(0), retry); // throws if it is closed
        }
        held.compact();
        int n = Math.min(src.remaining(), held.remaining());
        held.put(held.position(), src, src.position(), n).position(held.position() + n);
        src.position(src.position() + n);
        held.flip();
        return n;
    }

    @Override
    public synchronized boolean flush(Runnable retry) throws IOException {
        push(retry);
        return !held.hasRemaining() && super.flush(retry);
    }

    @Override
    public synchronized void shutdownOutput() throws IOException {
        ending = true;
        push(this::pushBeforeTheEnd);
        if (!held.hasRemaining()) {
            super.shutdownOutput();
        }
    }

    int heldBytes() {
        return held.remaining();
    }

    private void push(Runnable retry) throws IOException {
        int n = 1;
        while (held.hasRemaining() && n > 0) {
            n = super.write(held, retry);
        }
    }

    private void pushBeforeTheEnd() {
        try {
            shutdownOutput();
        } catch (IOException e) {
            close();
        }
    }
}
