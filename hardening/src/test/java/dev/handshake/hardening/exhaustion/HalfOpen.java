package dev.handshake.hardening.exhaustion;

import dev.handshake.hardening.processes.Client;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that never come to the end of a request: an octet of it now and then, until the server has had enough. One
 * thread. From an address of its own, so that there are ports enough for others.
 */
final class HalfOpen implements Closeable {

    private static final String ADDRESS = "127.0.0.2";
    private static final int TURNS = 100;

    /** So many are opened in each turn, so that their deadlines are not all at the same time. */
    private static final int A_TURN = 30;

    /** A good request that never ends, however long the dripping goes on. */
    private static final byte[] REQUEST = (Client.REQUEST.substring(0, Client.REQUEST.length() - 2) + "X-Endless: ")
            .getBytes(StandardCharsets.ISO_8859_1);

    private final InetSocketAddress server;
    private final long turnNanos;
    private final Selector selector = Selector.open();
    private final ByteBuffer in = ByteBuffer.allocate(1024);
    private final List<Drip> all = new ArrayList<>();
    private long nextNanos;
    private int turn;
    private int closed;
    private int answered;

    /** So many nanoseconds between two octets of a connection. */
    HalfOpen(int port, long everyNanos) throws IOException {
        this.server = new InetSocketAddress("127.0.0.1", port);
        this.turnNanos = everyNanos / TURNS;
    }

    /** Opens connections, and goes on dripping meanwhile. */
    void open(int count) throws IOException {
        // From here, and not from when this was made: what was missed would be made up for in one burst.
        nextNanos = System.nanoTime();
        while (all.size() < count) {
            boolean due = turn();
            for (int i = 0; due && i < A_TURN && all.size() < count; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.bind(new InetSocketAddress(ADDRESS, 0));
                channel.connect(server);
                channel.configureBlocking(false);
                Drip drip = new Drip(channel, System.nanoTime());
                channel.register(selector, SelectionKey.OP_READ, drip);
                all.add(drip);
                drip.send();
            }
        }
    }

    /** Drips until the server has closed all of them, or the time is over. */
    void run(long mostNanos) throws IOException {
        long end = System.nanoTime() + mostNanos;
        while (closed < all.size() && System.nanoTime() - end < 0) {
            turn();
        }
    }

    /** Does what is due, or waits for it; true if octets were due. */
    private boolean turn() throws IOException {
        long wait = nextNanos - System.nanoTime();
        if (wait <= 0) {
            for (int i = turn; i < all.size(); i += TURNS) {
                all.get(i).send();
            }
            turn = (turn + 1) % TURNS;
            nextNanos += turnNanos;
            selector.selectNow(this::ready);
            return true;
        }
        selector.select(this::ready, Math.max(1, wait / 1_000_000));
        return false;
    }

    private void ready(SelectionKey key) {
        Drip drip = (Drip) key.attachment();
        try {
            int count = drip.channel.read(in.clear());
            if (count > 0) {
                answered++;
            } else if (count < 0) {
                drip.end();
            }
        } catch (IOException e) {
            drip.end();
        }
    }

    /** How many were closed by the server. */
    int closed() {
        return closed;
    }

    /** How many were sent anything. */
    int answered() {
        return answered;
    }

    /** How long each of those that are closed has lived, in nanoseconds from connecting. */
    long[] lifetimes() {
        return all.stream()
                .filter(drip -> drip.livedNanos >= 0)
                .mapToLong(drip -> drip.livedNanos)
                .sorted()
                .toArray();
    }

    @Override
    public void close() throws IOException {
        for (Drip drip : all) {
            if (drip.channel.isOpen()) {
                drip.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                drip.channel.close();
            }
        }
        selector.close();
    }

    /** One of them. */
    private final class Drip {

        final SocketChannel channel;
        private final long beganNanos;
        long livedNanos = -1;
        private int sent;

        Drip(SocketChannel channel, long beganNanos) {
            this.channel = channel;
            this.beganNanos = beganNanos;
        }

        void send() {
            if (livedNanos >= 0) {
                return;
            }
            try {
                int at = Math.min(sent++, REQUEST.length - 1);
                channel.write(ByteBuffer.wrap(REQUEST, at, 1));
            } catch (IOException e) {
                end();
            }
        }

        void end() {
            if (livedNanos >= 0) {
                return;
            }
            livedNanos = System.nanoTime() - beganNanos;
            closed++;
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.close();
            } catch (IOException e) {
                // It is closed all the same.
            }
        }
    }
}
