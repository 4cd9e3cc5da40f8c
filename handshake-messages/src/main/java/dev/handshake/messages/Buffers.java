package dev.handshake.messages;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Buffers for the moment in which octets are moved. Each thread has some, so that an idle connection has none. Where a call
 * leads into another that moves octets, as it may at any time, that one takes a second buffer.
 */
final class Buffers {

    static final int BYTES = 64 * 1024;

    private static final int KEPT = 3;
    private static final ThreadLocal<ArrayDeque<ByteBuffer>> FREE =
            ThreadLocal.withInitial(() -> new ArrayDeque<>(KEPT));

    private Buffers() {}

    static ByteBuffer take() {
        ByteBuffer buffer = FREE.get().poll();
        return buffer == null ? ByteBuffer.allocate(BYTES) : buffer.clear();
    }

    static void give(ByteBuffer buffer) {
        ArrayDeque<ByteBuffer> free = FREE.get();
        if (free.size() < KEPT) {
            free.push(buffer);
        }
    }

    /** Returns what is left in a buffer that others will use, as a copy; the buffer itself if it is empty. */
    static ByteBuffer copy(ByteBuffer rest) {
        return ByteBuffer.allocate(rest.remaining()).put(rest).flip();
    }
}
