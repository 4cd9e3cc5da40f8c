package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A transport that moves at most so many bytes in each call, as a slow network may. It keeps all rules of the transport
 * that it wraps, and has that one's threads and addresses. Closing it closes the wrapped one.
 */
public final class ChunkingTransport extends ForwardingTransport {

    private final int chunkBytes;

    /**
     * Wraps a transport so that each call moves one byte.
     *
     * @param transport what moves the bytes; this one owns it from now on
     */
    public ChunkingTransport(ByteTransport transport) {
        this(transport, 1);
    }

    /**
     * Wraps a transport.
     *
     * @param transport what moves the bytes; this one owns it from now on
     * @param chunkBytes the most bytes that a read or a write moves, at least 1
     * @throws IllegalArgumentException if {@code chunkBytes} is less than 1
     */
    public ChunkingTransport(ByteTransport transport, int chunkBytes) {
        super(transport);
        if (chunkBytes < 1) {
            throw new IllegalArgumentException("chunkBytes must be at least 1, not " + chunkBytes);
        }
        this.chunkBytes = chunkBytes;
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        int limit = shorten(dst);
        try {
            return super.read(dst, retry);
        } finally {
            dst.limit(limit);
        }
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        int limit = shorten(src);
        try {
            return super.write(src, retry);
        } finally {
            src.limit(limit);
        }
    }

    private int shorten(ByteBuffer buffer) {
        int limit = buffer.limit();
        buffer.limit(buffer.position() + Math.min(buffer.remaining(), chunkBytes));
        return limit;
    }
}
