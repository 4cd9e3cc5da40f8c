package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads ahead, and gives nothing away where only one of several bytes would fit. */
final class WantingSpace extends ForwardingTransport {

    private final ByteBuffer ahead = ByteBuffer.allocate(1 << 14).limit(0);

    WantingSpace(ByteTransport transport) {
        super(transport);
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        if (dst.isReadOnly()) {
            throw new IllegalArgumentException("read-only");
        }
        int n = ahead.hasRemaining() ? super.read(ByteBuffer.allocate(0), retry) : readAhead(retry);
        if (n < 0 || dst.remaining() < Math.min(2, ahead.remaining())) {
            return Math.min(n, 0);
        }
        int moved = Math.min(dst.remaining(), ahead.remaining());
        dst.put(ahead.slice(ahead.position(), moved));
        ahead.position(ahead.position() + moved);
        return moved;
    }

    private int readAhead(Runnable retry) throws IOException {
        try {
            return super.read(ahead.clear(), retry);
        } finally {
            ahead.flip();
        }
    }
}
