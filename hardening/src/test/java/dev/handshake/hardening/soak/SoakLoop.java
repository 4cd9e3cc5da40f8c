package dev.handshake.hardening.soak;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.SplittableRandom;

/** Visits a server, so many times, so many at once. One thread. From several addresses, since one has few ports. */
final class SoakLoop implements Closeable {

    private static final int ADDRESSES = 32;
    private static final int ROOM_BYTES = 64 * 1024;
    private static final long PATIENCE_MILLIS = 60_000;

    private final InetSocketAddress server;
    private final boolean messages;
    private final SplittableRandom random;
    private final Selector selector = Selector.open();
    private final ByteBuffer room = ByteBuffer.allocateDirect(ROOM_BYTES);
    private long begun;
    private long ended;

    private long good;
    private final long[] endings = new long[Visitor.Ending.values().length];

    SoakLoop(int port, boolean messages, long seed) throws IOException {
        this.server = new InetSocketAddress("127.0.0.1", port);
        this.messages = messages;
        this.random = new SplittableRandom(seed);
    }

    /** Makes {@code count} visits more, up to {@code atOnce} at a time. */
    void run(long count, int atOnce) throws IOException {
        long last = begun + count;
        while (ended < last) {
            while (begun < last && begun - ended < atOnce) {
                begin();
            }
            if (selector.select(this::ready, PATIENCE_MILLIS) == 0) {
                throw new IOException(begun - ended + " visits have come to a standstill");
            }
        }
    }

    private void begin() throws IOException {
        Visit visit = Visit.of(random);
        good += visit.good() ? 1 : 0;
        SocketChannel channel = SocketChannel.open();
        channel.bind(new InetSocketAddress("127.0.0." + (1 + begun++ % ADDRESSES), 0));
        channel.configureBlocking(false);
        boolean connected = channel.connect(server);
        Visitor visitor = new Visitor(visit, messages, channel);
        channel.register(selector, connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, visitor);
    }

    private void ready(SelectionKey key) {
        Visitor visitor = (Visitor) key.attachment();
        visitor.ready(key, room);
        if (visitor.ending != null) {
            endings[visitor.ending.ordinal()]++;
            ended++;
        }
    }

    /** How many good requests were sent. */
    long good() {
        return good;
    }

    long count(Visitor.Ending ending) {
        return endings[ending.ordinal()];
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
