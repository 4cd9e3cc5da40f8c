package dev.handshake.messages;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses messages, RFC 7692, 7.2.1, a chunk at a time. The memory of the codec, which no garbage collector sees, is there
 * from the first compressed message until {@link #close()}; or for one message at a time, if the next must not refer to it.
 *
 * <p>The JDK's codec knows one size of window only. To keep a smaller one, the octets go through it in runs as long as the
 * window is, behind each of which it forgets them all: so nothing refers to what is further back than that. It costs some
 * compression.
 */
final class Deflation implements AutoCloseable {

    private static final int CHUNK_BYTES = 64 * 1024;

    /** The codec's own window. */
    static final int MOST_WINDOW_BITS = 15;

    /** What is left out at the end of a message: 00 00 ff ff. */
    private static final int TAIL_BYTES = 4;

    private static final byte[] NOTHING = {};

    private final boolean keepsWindow;
    private final int runBytes;
    private @Nullable Deflater deflater;
    private ByteBuffer content = ByteBuffer.wrap(NOTHING);
    private boolean last;
    private boolean more;

    /** How many octets of the run are to come, and what is done behind those that the codec has. */
    private int runLeft;

    private int flush;

    /** The end of the chunk before, which may be the tail. */
    private final byte[] held = new byte[TAIL_BYTES];

    private int heldBytes;
    private int expectedBytes;

    Deflation(boolean keepsWindow, int windowBits) {
        this.keepsWindow = keepsWindow;
        this.runBytes = windowBits < MOST_WINDOW_BITS ? 1 << windowBits : Integer.MAX_VALUE;
    }

    /** Begins with a message or a part, which must not change until all chunks were made. */
    void begin(ByteBuffer content, boolean last) {
        if (deflater == null) {
            deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
            runLeft = runBytes;
        }
        this.content = content;
        this.last = last;
        more = true;
        heldBytes = 0;
        expectedBytes = content.remaining();
        feed(deflater);
    }

    /** Gives the codec what is left of the content, or of the run; at its end it forgets what came before. */
    private void feed(Deflater codec) {
        int count = Math.min(content.remaining(), runLeft);
        codec.setInput(content.slice(content.position(), count));
        content.position(content.position() + count);
        runLeft -= count;
        flush = runLeft == 0 ? Deflater.FULL_FLUSH : Deflater.SYNC_FLUSH;
        runLeft = runLeft == 0 ? runBytes : runLeft;
    }

    boolean hasNext() {
        return more;
    }

    /** Makes the next chunk: the payload of a frame. */
    ByteBuffer next() {
        Deflater codec = Objects.requireNonNull(deflater);
        byte[] chunk = new byte[Math.min(CHUNK_BYTES, expectedBytes + expectedBytes / 16 + 64)];
        System.arraycopy(held, 0, chunk, 0, heldBytes);
        int size = deflate(codec, chunk, heldBytes);
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

    /** Goes on until the chunk is full, or all is in it; returns its end. */
    private int deflate(Deflater codec, byte[] chunk, int from) {
        int size = from;
        while (true) {
            size += codec.deflate(chunk, size, chunk.length - size, flush);
            if (size == chunk.length || !content.hasRemaining()) {
                return size;
            }
            feed(codec);
        }
    }

    private void end(Deflater codec) {
        codec.setInput(NOTHING);
        content = ByteBuffer.wrap(NOTHING);
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
