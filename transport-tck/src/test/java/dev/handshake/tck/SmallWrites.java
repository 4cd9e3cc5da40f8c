package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Leaves small writes for the next flush, copied or not; the end is told before them, or not. */
final class SmallWrites extends ForwardingTransport {

    private static final int SMALL_BYTES = 64;

    private final boolean copies;
    private final boolean forgets;
    private ByteBuffer late = ByteBuffer.allocate(0);

    SmallWrites(ByteTransport transport, boolean copies, boolean forgets) {
        super(transport);
        this.copies = copies;
        this.forgets = forgets;
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        if (!flush(retry)) {
            return 0;
        }
        if (src.remaining() > SMALL_BYTES) {
            return super.write(src, retry);
        }
        super.write(ByteBuffer.allocate(0), retry);
        int n = src.remaining();
        late = copies ? ByteBuffer.allocate(n).put(src.duplicate()).flip() : src.duplicate();
        src.position(src.limit());
        return n;
    }

    @Override
    public boolean flush(Runnable retry) throws IOException {
        if (late.hasRemaining()) {
            super.write(late, retry);
        }
        return !late.hasRemaining();
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (!forgets) {
            flush(() -> {});
        }
        super.shutdownOutput();
    }
}
