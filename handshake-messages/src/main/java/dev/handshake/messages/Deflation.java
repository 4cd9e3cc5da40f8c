package dev.handshake.messages;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses messages, RFC 7692, 7.2.1, a chunk at a time. The memory of the codec, which no garbage collector sees, is there
 * from the first compressed message until {@link #close()}; or for one message at a time, if the next must not refer to it.
 */
final class Deflation implements AutoCloseable {

    private static final int CHUNK_BYTES = 64 * 1024;

    /** What is left out at the end of a message: 00 00 ff ff. */
    private static final int TAIL_BYTES = 4;

    private static final byte[] NOTHING = {};

    private final boolean keepsWindow;
    private @Nullable Deflater deflater;
    private boolean last;
    private boolean more;

    /** The end of the chunk before, which may be the tail. */
    private final byte[] held = new byte[TAIL_BYTES];

    private int heldBytes;
    private int expectedBytes;

    Deflation(boolean keepsWindow) {
        this.keepsWindow = keepsWindow;
    }

    /** Begins with a message or a part, which must not change until all chunks were made. */
    void begin(ByteBuffer content, boolean last) {
        Deflater codec = deflater;
        if (codec == null) {
            codec = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
            deflater = codec;
        }
        this.last = last;
        more = true;
        heldBytes = 0;
        expectedBytes = content.remaining();
        codec.setInput(content);
    }

    boolean hasNext() {
        return more;
    }

    /** Makes the next chunk: the payload of a frame. */
    ByteBuffer next() {
        Deflater codec = Objects.requireNonNull(deflater);
        byte[] chunk = new byte[Math.min(CHUNK_BYTES, expectedBytes + expectedBytes / 512 + 64)];
        System.arraycopy(held, 0, chunk, 0, heldBytes);
        int size = heldBytes + codec.deflate(chunk, heldBytes, chunk.length - heldBytes, Deflater.SYNC_FLUSH);
        more = size == chunk.length;
        if (!last && !more) {
            end(codec);
            return ByteBuffer.wrap(chunk, 0, size);
        }
        if (more) {
            heldBytes = TAIL_BYTES;
            System.arraycopy(chunk, size - TAIL_BYTES, held, 0, TAIL_BYTES);
        } else {
            end(codec);
        }
        // Nothing at all comes of an empty message: one empty block stands for it, RFC 7692, 7.2.3.6.
        return size == 0 ? ByteBuffer.allocate(1) : ByteBuffer.wrap(chunk, 0, size - TAIL_BYTES);
    }

    private void end(Deflater codec) {
        codec.setInput(NOTHING);
        if (last && !keepsWindow) {
            close();
        }
    }

    @Override
    public void close() {
        if (deflater != null) {
            deflater.end();
            deflater = null;
        }
    }
}
