package dev.handshake.blocking;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Over a pair of streams. */
sealed class StreamTransport extends BlockingTransport permits SocketTransport {

    /** How much goes through an array of our own when the buffer has none to offer. */
    static final int COPY_BYTES = 8 * 1024;

    private final InputStream in;
    private final OutputStream out;
    private final Closeable ending;
    /** Touched by the reading side only. Not every stream stays at its end. */
    private boolean ended;

    private volatile boolean outputEnded;

    StreamTransport(InputStream in, OutputStream out, Closeable ending, Consumer<? super BlockingTransport> onClose) {
        super(onClose);
        this.in = in;
        this.out = out;
        this.ending = ending;
    }

    @Override
    final int receive(ByteBuffer dst) throws IOException {
        if (ended) {
            return -1;
        }
        int count = dst.hasArray() ? receiveInPlace(dst) : receiveCopied(dst);
        if (count == 0) {
            throw new IOException(in.getClass().getName() + " returned no byte though there was space for some");
        }
        ended = count < 0;
        return count;
    }

    private int receiveInPlace(ByteBuffer dst) throws IOException {
        int count = in.read(dst.array(), dst.arrayOffset() + dst.position(), dst.remaining());
        if (count > 0) {
            dst.position(dst.position() + count);
        }
        return count;
    }

    private int receiveCopied(ByteBuffer dst) throws IOException {
        byte[] copy = new byte[Math.min(dst.remaining(), COPY_BYTES)];
        int count = in.read(copy);
        if (count > 0) {
            dst.put(copy, 0, count);
        }
        return count;
    }

    @Override
    int send(ByteBuffer src) throws IOException {
        if (outputEnded) {
            throw new IOException("the output was shut down");
        }
        int count = src.remaining();
        if (src.hasArray()) {
            out.write(src.array(), src.arrayOffset() + src.position(), count);
        } else {
            count = Math.min(count, COPY_BYTES);
            byte[] copy = new byte[count];
            src.get(src.position(), copy);
            out.write(copy);
        }
        // Moved only now, so that a failure leaves the buffer as it was.
        src.position(src.position() + count);
        return count;
    }

    @Override
    final void push() throws IOException {
        if (!outputEnded) {
            out.flush();
        }
    }

    @Override
    final void endOutput() throws IOException {
        if (!outputEnded) {
            outputEnded = true;
            out.flush();
            closeOutput(out);
        }
    }

    void closeOutput(OutputStream out) throws IOException {
        out.close();
    }

    @Override
    final void end() throws IOException {
        ending.close();
    }

    @Override
    public String toString() {
        return "blocking " + in.getClass().getSimpleName() + " and "
                + out.getClass().getSimpleName();
    }
}
