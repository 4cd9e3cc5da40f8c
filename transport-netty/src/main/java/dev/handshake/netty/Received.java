package dev.handshake.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What came in and was not read yet. Netty's thread puts it in, any thread takes it out. Each event returns the kept retry,
 * if there is one, for the caller to run once the lock is free (T6).
 */
final class Received {

    private final Queue<ByteBuf> buffers = new ArrayDeque<>(2);
    private @Nullable Runnable retry;
    private @Nullable Throwable failure;
    private boolean ended;
    private boolean closed;

    /** Answers as {@link dev.handshake.spi.ByteTransport#read} does, on the event loop or elsewhere. */
    synchronized int read(ByteBuffer dst, Runnable retry, boolean onLoop) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        int count = take(dst);
        if (count > 0 || !dst.hasRemaining()) {
            return count;
        }
        if (failure != null) {
            throw onLoop ? Failures.onLoop(failure) : Failures.asIoException(failure);
        }
        if (ended) {
            return -1;
        }
        this.retry = retry;
        return 0;
    }

    private int take(ByteBuffer dst) {
        int from = dst.position();
        int limit = dst.limit();
        for (ByteBuf first = buffers.peek(); first != null && dst.hasRemaining(); first = buffers.peek()) {
            int count = Math.min(first.readableBytes(), dst.remaining());
            first.readBytes(dst.limit(dst.position() + count));
            dst.limit(limit);
            if (!first.isReadable()) {
                buffers.remove().release();
            }
        }
        return dst.position() - from;
    }

    /** Takes over a buffer. */
    synchronized @Nullable Runnable add(ByteBuf buffer) {
        if (closed || !buffer.isReadable()) {
            buffer.release();
            return null;
        }
        buffers.add(buffer);
        return takeRetry();
    }

    synchronized @Nullable Runnable end() {
        ended = true;
        return takeRetry();
    }

    synchronized @Nullable Runnable fail(Throwable cause) {
        if (failure == null && !ended) {
            failure = cause;
        }
        return takeRetry();
    }

    /**
     * Nothing more will come. What is here may still be read; but it may also be that nobody comes any more to close the
     * transport, so it moves to where the garbage collector finds it.
     */
    synchronized @Nullable Runnable inactive() {
        for (int i = buffers.size(); i > 0; i--) {
            ByteBuf pooled = buffers.remove();
            byte[] octets = new byte[pooled.readableBytes()];
            pooled.readBytes(octets).release();
            buffers.add(Unpooled.wrappedBuffer(octets));
        }
        return takeRetry();
    }

    synchronized @Nullable Runnable close() {
        closed = true;
        buffers.forEach(ByteBuf::release);
        buffers.clear();
        return takeRetry();
    }

    synchronized boolean isAwaited() {
        return retry != null;
    }

    private @Nullable Runnable takeRetry() {
        Runnable kept = retry;
        retry = null;
        return kept;
    }
}
