package dev.handshake.tck;

import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One end of a pair with verbs that wait, for all that is not itself examined. Nothing here trusts a retry or a returned
 * count: it looks again each millisecond and goes by the buffer's position. So one broken rule fails its own tests only.
 */
final class Party {

    private static final int FILL_LIMIT_BYTES = 64 << 20;

    private final ByteTransport transport;
    private final Duration patience;

    Party(ByteTransport transport, Duration patience) {
        this.transport = transport;
        this.patience = patience;
    }

    /** Writes and flushes. */
    void send(byte... bytes) throws Exception {
        write(ByteBuffer.wrap(bytes));
        flush();
    }

    /** Writes and flushes text, a byte for each character. */
    void send(String text) throws Exception {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(ByteBuffer src) throws Exception {
        Pauses pauses = pauses("room for " + src.remaining() + " bytes");
        while (src.hasRemaining()) {
            int before = src.position();
            transport.write(src, pauses);
            if (src.position() == before) {
                pauses.pause();
            }
        }
    }

    void flush() throws Exception {
        Pauses pauses = pauses("flush to answer true");
        while (!transport.flush(pauses)) {
            pauses.pause();
        }
    }

    /** Reads exactly so many bytes. */
    byte[] receive(int bytes) throws Exception {
        ByteBuffer dst = ByteBuffer.allocate(bytes);
        receive(dst);
        return dst.array();
    }

    /** Reads exactly so many characters, of a byte each. */
    String receiveText(int bytes) throws Exception {
        return new String(receive(bytes), StandardCharsets.ISO_8859_1);
    }

    /** Reads up to an empty line and not a byte more; or up to the end, if that comes first. */
    String receiveHead() throws Exception {
        StringBuilder head = new StringBuilder();
        ByteBuffer dst = ByteBuffer.allocate(1);
        Pauses pauses = pauses("the head of a message");
        while (head.indexOf("\r\n\r\n") < 0 && read(dst.clear(), pauses) >= 0) {
            head.append((char) (dst.get(0) & 0xff));
        }
        return head.toString();
    }

    /** Reads until the buffer is full. */
    void receive(ByteBuffer dst) throws Exception {
        int bytes = dst.remaining();
        Pauses pauses = pauses(bytes + " bytes to read");
        while (dst.hasRemaining()) {
            if (read(dst, pauses) < 0) {
                throw new AssertionError("the end came " + dst.remaining() + " bytes too soon, of " + bytes);
            }
        }
    }

    /** Reads up to the end. */
    byte[] receiveAll() throws Exception {
        ByteBuffer dst = ByteBuffer.allocate(1 << 14);
        byte[] all = {};
        Pauses pauses = pauses("the end, after " + all.length + " bytes");
        while (read(dst, pauses) >= 0) {
            int old = all.length;
            all = Arrays.copyOf(all, old + dst.position());
            dst.flip().get(all, old, all.length - old);
            dst.clear();
        }
        return all;
    }

    /** Reads and counts until the count is reached. */
    void discard(long bytes) throws Exception {
        ByteBuffer dst = ByteBuffer.allocate(1 << 14);
        Pauses pauses = pauses(bytes + " bytes to read");
        for (long count = 0; count < bytes; count += dst.position()) {
            dst.clear();
            if (read(dst, pauses) < 0) {
                throw new AssertionError("the end came after " + count + " of " + bytes + " bytes");
            }
        }
    }

    /** Reads until the end or until the connection fails. */
    void discardAll() throws Exception {
        ByteBuffer dst = ByteBuffer.allocate(1 << 14);
        Pauses pauses = pauses("the end");
        try {
            while (read(dst, pauses) >= 0) {
                dst.clear();
            }
        } catch (IOException e) {
            // A reset ends the stream as well as an end does.
        }
    }

    /** Writes until there is no room, and returns how many bytes were taken; the last call left {@code retry} there. */
    int fill(Runnable retry) throws IOException {
        ByteBuffer src = ByteBuffer.allocate(1 << 14);
        int taken = 0;
        do {
            src.clear();
            transport.write(src, retry);
            taken += src.position();
            if (taken > FILL_LIMIT_BYTES) {
                throw new AssertionError("took " + taken + " bytes that nobody read: is BACK_PRESSURE missing?");
            }
        } while (src.position() > 0);
        return taken;
    }

    /** Ends our half, or all of the connection where there is no half-close. */
    void end(boolean halfClose) throws IOException {
        if (halfClose) {
            transport.shutdownOutput();
        } else {
            transport.close();
        }
    }

    /** Reads once at least a byte, or returns -1. */
    private int read(ByteBuffer dst, Pauses pauses) throws Exception {
        int before = dst.position();
        for (; ; ) {
            int n = transport.read(dst, pauses);
            if (dst.position() > before) {
                return dst.position() - before;
            }
            if (n < 0) {
                return -1;
            }
            pauses.pause();
        }
    }

    /** Returns a new bounded wait, for loops that call the transport themselves. */
    Pauses pauses(String awaited) {
        return new Pauses(awaited, patience);
    }

    /** Bounded waiting, woken early by a retry. */
    static final class Pauses implements Runnable {

        private final Semaphore woken = new Semaphore(0);
        private final String awaited;
        private final Duration patience;
        private long left;

        Pauses(String awaited, Duration patience) {
            this.awaited = awaited;
            this.patience = patience;
            this.left = Math.max(1, patience.toMillis());
        }

        @Override
        public void run() {
            woken.release();
        }

        /** Waits for a retry or a millisecond; fails when patience has run out. */
        void pause() throws InterruptedException {
            if (woken.tryAcquire(1, TimeUnit.MILLISECONDS)) {
                woken.drainPermits();
            } else if (--left <= 0) {
                throw new AssertionError("waited " + patience.toMillis() + " ms in vain for " + awaited);
            }
        }
    }
}
