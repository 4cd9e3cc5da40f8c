package dev.handshake;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Room to read into that belongs to a thread, not to a connection: one that is silent holds no buffer, and one whose
 * request comes in one piece holds exactly that much. For threads that serve many connections.
 */
final class Scratch {

    private static final int BYTES = 8 * 1024;
    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    /** Null while it is used: a read may run the retry of another connection within itself. */
    private @Nullable ByteBuffer free = ByteBuffer.allocateDirect(BYTES);

    private Scratch() {}

    static Scratch ofThisThread() {
        return OF_THREAD.get();
    }

    /** Takes the buffer, with room for at most so many octets. It goes back by {@link #giveBack}. */
    ByteBuffer take(int mostBytes) {
        ByteBuffer buffer = free != null ? free : ByteBuffer.allocate(BYTES);
        free = null;
        return buffer.clear().limit(Math.min(mostBytes, BYTES));
    }

    void giveBack(ByteBuffer buffer) {
        free = buffer;
    }
}
