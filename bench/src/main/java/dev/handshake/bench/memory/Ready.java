package dev.handshake.bench.memory;

import dev.handshake.spi.ByteTransport;
import java.nio.ByteBuffer;

/** Has its input at once, and drops its output. */
final class Ready implements ByteTransport {

    private final byte[] input;
    private int at;

    Ready(byte[] input) {
        this.input = input;
    }

    @Override
    public int read(ByteBuffer dst, Runnable retry) {
        int count = Math.min(dst.remaining(), input.length - at);
        dst.put(input, at, count);
        at += count;
        return count;
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) {
        int count = src.remaining();
        src.position(src.limit());
        return count;
    }

    @Override
    public void close() {
        at = input.length;
    }
}
