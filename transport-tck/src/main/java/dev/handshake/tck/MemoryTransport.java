package dev.handshake.tck;

import dev.handshake.ConnectionInfo;
import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The reference transport: two ends in one memory, with a bounded buffer for each direction. It never waits and has no
 * thread; a kept {@code retry} is run by the thread whose call at the other end (or whose {@code close}) gave the cause.
 * Written to be read by those who write a transport of their own.
 *
 * <p>When an end is closed, its peer still reads all bytes that were taken before, and then the end; what the peer writes
 * fails with an {@link IOException}. Bytes that the closed end had not read are lost.
 *
 * <p>An idle pair takes about 150 bytes: a buffer is there only while it holds bytes. It has no addresses. A
 * {@code retry} that throws, throws into the call that ran it; the other kept one is run all the same.
 */
public final class MemoryTransport implements ByteTransport, ConnectionInfo {

    /** The most bytes that each direction of {@link #pair()} holds. */
    public static final int DEFAULT_CAPACITY_BYTES = 8192;

    /** What the peer wrote and we read. */
    private final Pipe in;

    /** What we wrote and the peer reads. */
    private final Pipe out;

    private MemoryTransport(Pipe in, Pipe out) {
        this.in = in;
        this.out = out;
    }

    /**
     * Makes two connected ends that hold up to {@value #DEFAULT_CAPACITY_BYTES} bytes in each direction.
     *
     * @return the ends; the caller closes them, or simply lets go of both
     */
    public static Pair pair() {
        return pair(DEFAULT_CAPACITY_BYTES);
    }

    /**
     * Makes two connected ends.
     *
     * @param capacityBytes the most bytes that each direction holds, at least 1
     * @return the ends; the caller closes them, or simply lets go of both
     * @throws IllegalArgumentException if {@code capacityBytes} is less than 1
     */
    public static Pair pair(int capacityBytes) {
        if (capacityBytes < 1) {
            throw new IllegalArgumentException("capacityBytes must be at least 1, not " + capacityBytes);
        }
        Pipe toRight = new Pipe(capacityBytes);
        Pipe toLeft = new Pipe(capacityBytes);
        return new Pair(new MemoryTransport(toLeft, toRight), new MemoryTransport(toRight, toLeft));
    }

    /**
     * Two connected ends, alike in all but name.
     *
     * @param left one end
     * @param right the other
     */
    public record Pair(MemoryTransport left, MemoryTransport right) {}

    @Override
    public int read(ByteBuffer dst, Runnable retry) throws IOException {
        return in.read(dst, Objects.requireNonNull(retry, "retry"));
    }

    @Override
    public int write(ByteBuffer src, Runnable retry) throws IOException {
        return out.write(src, Objects.requireNonNull(retry, "retry"));
    }

    // T10: flush() is inherited. A byte that was taken is in the pipe, where the peer finds it, so nothing is ever
    // held.

    @Override
    public void shutdownOutput() {
        out.end(false);
    }

    @Override
    public void close() {
        try {
            out.end(true);
        } finally {
            in.abandon();
        }
    }

    /**
     * One direction. Its monitor guards all its fields; no method holds two monitors, and no retry is run under one (T6).
     * T12 follows from the monitor: what was done before a retry was kept happens-before whoever takes it out.
     */
    private static final class Pipe {

        private static final byte[] NO_BYTES = {};
        private static final int FIRST_BYTES = 256;

        private final int capacityBytes;
        private byte[] ring = NO_BYTES;
        private int start;
        private int count;

        /** No more bytes will come. */
        private boolean ended;

        private boolean writerClosed;
        private boolean readerClosed;

        // T5: one place for each direction of each end, so that a later call replaces what was there.
        private @Nullable Runnable readRetry;
        private @Nullable Runnable writeRetry;

        Pipe(int capacityBytes) {
            this.capacityBytes = capacityBytes;
        }

        int read(ByteBuffer dst, Runnable retry) throws IOException {
            int moved;
            Runnable room;
            synchronized (this) {
                if (readerClosed) {
                    throw new ClosedChannelException(); // T7
                }
                if (dst.isReadOnly()) {
                    throw new ReadOnlyBufferException(); // T11: before a byte is lost
                }
                if (!dst.hasRemaining()) {
                    return 0;
                }
                if (count == 0) {
                    if (ended) {
                        return -1; // T9: nothing undoes this state. T8: and it is seen only behind the last byte
                    }
                    readRetry = retry; // T4: kept in the same step that found nothing, so that no byte slips between
                    return 0;
                }
                moved = take(dst);
                room = writeRetry;
                writeRetry = null;
            }
            run(room);
            return moved;
        }

        int write(ByteBuffer src, Runnable retry) throws IOException {
            int moved;
            Runnable bytes;
            synchronized (this) {
                if (writerClosed) {
                    throw new ClosedChannelException(); // T7
                }
                if (ended) {
                    throw new IOException("the output was shut down"); // T11
                }
                if (readerClosed) {
                    throw new IOException("broken pipe: the peer has closed"); // T11
                }
                if (!src.hasRemaining()) {
                    return 0;
                }
                if (count == capacityBytes) {
                    writeRetry = retry; // T4
                    return 0;
                }
                moved = put(src);
                bytes = readRetry;
                readRetry = null;
            }
            run(bytes);
            return moved;
        }

        /** The writer has no more bytes; if it closes, it may not even ask any more. */
        void end(boolean close) {
            synchronized (this) {
                ended = true;
                writerClosed |= close;
            }
            runKept(); // T4: the end is a cause for the reader. T7: a close is one for the closer's own retry
        }

        /** The reader has closed: what is still here will never be read. */
        void abandon() {
            synchronized (this) {
                readerClosed = true;
                ring = NO_BYTES;
                count = 0;
            }
            runKept(); // T7: for the closer's own retry. T4: the failure of its write is a cause for the peer
        }

        private void runKept() {
            Runnable reader;
            Runnable writer;
            synchronized (this) {
                reader = readRetry;
                writer = writeRetry;
                readRetry = null;
                writeRetry = null;
            }
            try {
                run(reader);
            } finally {
                run(writer);
            }
        }

        private static void run(@Nullable Runnable retry) {
            if (retry != null) {
                retry.run();
            }
        }

        /** T3: a bulk get moves the position by what it copies, and nothing of {@code src} is kept. */
        private int put(ByteBuffer src) {
            int bytes = Math.min(src.remaining(), capacityBytes - count);
            makeRoom(count + bytes);
            int at = (start + count) % ring.length;
            int first = Math.min(bytes, ring.length - at);
            src.get(ring, at, first).get(ring, 0, bytes - first);
            count += bytes;
            return bytes;
        }

        private int take(ByteBuffer dst) {
            int bytes = Math.min(dst.remaining(), count);
            copyTo(dst, bytes);
            start = (start + bytes) % ring.length;
            count -= bytes;
            if (count == 0) {
                ring = NO_BYTES; // an idle connection pins no buffer
                start = 0;
            }
            return bytes;
        }

        private void makeRoom(int bytes) {
            if (bytes > ring.length) {
                int wanted = Math.max(Math.max(bytes, FIRST_BYTES), 2 * ring.length);
                byte[] larger = new byte[Math.min(wanted, capacityBytes)];
                copyTo(ByteBuffer.wrap(larger), count);
                ring = larger;
                start = 0;
            }
        }

        private void copyTo(ByteBuffer dst, int bytes) {
            int first = Math.min(bytes, ring.length - start);
            dst.put(ring, start, first).put(ring, 0, bytes - first);
        }
    }
}
