package dev.handshake;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What a refused peer still sends: it is read and dropped, up to a limit. */
final class Drain {

    private static final int BUFFER_BYTES = 1024;

    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private int leftBytes;

    Drain(int mostBytes) {
        leftBytes = mostBytes;
    }

    /** Drops some of what has come; returns what {@link ByteTransport#read} does. Not once it {@link #isFull()}. */
    int read(ByteTransport source, Runnable retry) throws IOException {
        int count = source.read(buffer.clear().limit(Math.min(leftBytes, BUFFER_BYTES)), retry);
        leftBytes -= Math.max(0, count);
        return count;
    }

    /** Tells whether so much was dropped that no more is to be read. */
    boolean isFull() {
        return leftBytes == 0;
    }
}
