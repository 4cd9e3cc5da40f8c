package dev.handshake.tls;

import java.nio.ByteBuffer;

/** Bytes on their way, in a buffer that is there only while it holds some. Guarded by whoever owns it. */
final class Held {

    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

    /** What is held lies between position and limit. */
    private ByteBuffer buffer = NO_BYTES;

    /** Returns the bytes, to be taken from. */
    ByteBuffer bytes() {
        return buffer;
    }

    boolean isEmpty() {
        return !buffer.hasRemaining();
    }

    int count() {
        return buffer.remaining();
    }

    /** Opens the space behind the bytes, at least so many; {@link #filled} must follow, whatever happens. */
    ByteBuffer room(int bytes) {
        int held = buffer.remaining();
        if (buffer.capacity() < held + bytes) {
            buffer = ByteBuffer.allocate(held + bytes).put(buffer);
        } else if (buffer.position() == 0) {
            buffer.limit(buffer.capacity()).position(held);
        } else {
            buffer.compact();
        }
        return buffer;
    }

    /** Closes what {@link #room} opened. */
    void filled() {
        buffer.flip();
        release();
    }

    /** Lets go of the buffer if all its bytes were taken. */
    void release() {
        if (!buffer.hasRemaining()) {
            buffer = NO_BYTES;
        }
    }
}
