package dev.handshake.netty;

import dev.handshake.ServerHandshake;
import dev.handshake.Step;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/** What came in and nobody has used yet, in order. Used on the event loop only. */
final class Waiting {

    private final Queue<ByteBuf> buffers = new ArrayDeque<>(2);

    /** Takes over a buffer. */
    void add(ByteBuf buffer) {
        buffers.add(buffer);
    }

    /** Gives the engine of the first buffer what it takes, and keeps what lies behind the head. False if there is none. */
    boolean feed(ServerHandshake engine) {
        ByteBuf data = buffers.peek();
        if (data == null) {
            return false;
        }
        ByteBuffer input = engine.input();
        int limit = input.limit();
        int count = Math.min(input.remaining(), data.readableBytes());
        data.readBytes(input.limit(input.position() + count));
        input.limit(limit);
        if (engine.step() != Step.READ) {
            // What lies behind the head was in this piece, the last one, and is not the engine's to keep.
            data.readerIndex(data.readerIndex() - engine.leftover().remaining());
        }
        if (!data.isReadable()) {
            buffers.remove().release();
        }
        return true;
    }

    void passOn(ChannelHandlerContext context) {
        if (!buffers.isEmpty()) {
            for (ByteBuf next = buffers.poll(); next != null; next = buffers.poll()) {
                context.fireChannelRead(next);
            }
            context.fireChannelReadComplete();
        }
    }

    /** Drops everything, and says how many bytes that was. */
    long release() {
        long dropped = 0;
        for (ByteBuf next = buffers.poll(); next != null; next = buffers.poll()) {
            dropped += next.readableBytes();
            next.release();
        }
        return dropped;
    }
}
