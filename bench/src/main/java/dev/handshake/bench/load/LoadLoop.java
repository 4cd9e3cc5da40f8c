package dev.handshake.bench.load;

import dev.handshake.bench.memory.Accept;
import dev.handshake.bench.memory.Sample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;

/**
 * The load: connects, asks for an upgrade as a browser would, checks status and accept value, and resets the connection, so
 * many times, so many at once. One thread, one selector. Not thread-safe.
 */
final class LoadLoop {

    private static final int KEYS = 512;
    private static final byte[] ACCEPT = "\r\nsec-websocket-accept: ".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] STATUS = "HTTP/1.1 101 ".getBytes(StandardCharsets.ISO_8859_1);
    private static final long PATIENCE_MILLIS = 10_000;

    private final InetSocketAddress server;
    private final ByteBuffer[] requests = new ByteBuffer[KEYS];
    private final byte[][] accepts = new byte[KEYS][Accept.ACCEPT_BYTES];
    private final ByteBuffer in = ByteBuffer.allocateDirect(4096);
    private final byte[] response = new byte[4096];

    private final Selector selector = Selector.open();
    private long[] latencies = new long[0];
    private int count;
    private int begun;
    private int opened;
    private int failed;

    LoadLoop(int port) throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Random random = new Random(42);
        Accept accept = new Accept();
        String text = Sample.BROWSER.text().replace(":8080", ":" + port);
        byte[] nonce = new byte[16];
        for (int i = 0; i < KEYS; i++) {
            random.nextBytes(nonce);
            byte[] key = Base64.getEncoder().encode(nonce);
            accept.write(key, 0, accepts[i], 0);
            byte[] request = text.replace(Sample.KEY, new String(key, StandardCharsets.ISO_8859_1))
                    .getBytes(StandardCharsets.ISO_8859_1);
            requests[i] = ByteBuffer.allocateDirect(request.length).put(request).flip();
        }
    }

    /** Does {@code count} handshakes, up to {@code atOnce} at a time. */
    LoadResult run(int count, int atOnce) throws IOException {
        this.count = count;
        latencies = new long[count];
        begun = opened = failed = 0;
        long began = System.nanoTime();
        while (opened + failed < count) {
            while (begun < count && begun - opened - failed < atOnce) {
                begin();
            }
            if (selector.select(this::ready, PATIENCE_MILLIS) == 0) {
                throw new IOException(begun - opened - failed + " handshakes have come to a standstill");
            }
        }
        selector.selectNow();
        return LoadResult.of(System.nanoTime() - began, Arrays.copyOf(latencies, opened), failed);
    }

    private void begin() throws IOException {
        Connection connection = new Connection(begun++ % KEYS);
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        if (channel.connect(server) || channel.finishConnect()) {
            send(channel, connection);
            channel.register(selector, SelectionKey.OP_READ, connection);
        } else {
            channel.register(selector, SelectionKey.OP_CONNECT, connection);
        }
    }

    private void send(SocketChannel channel, Connection connection) throws IOException {
        ByteBuffer request = requests[connection.key].rewind();
        channel.write(request);
        if (request.hasRemaining()) {
            throw new IOException("the socket takes no request as a whole");
        }
    }

    private void ready(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                send(channel, connection);
                key.interestOps(SelectionKey.OP_READ);
            } else if (connection.read(channel)) {
                end(channel, connection.isRight());
                latencies[opened - 1] = System.nanoTime() - connection.beganNanos;
            }
        } catch (IOException e) {
            end(channel, false);
        }
    }

    private void end(SocketChannel channel, boolean right) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        } catch (IOException e) {
            // It counts as what it was.
        }
        if (right) {
            opened++;
        } else {
            failed++;
            throw new IllegalStateException("a handshake has failed, after " + opened + " of " + count);
        }
    }

    /** One handshake. */
    private final class Connection {

        final int key;
        final long beganNanos = System.nanoTime();
        private byte[] before = new byte[0];
        private int length;

        Connection(int key) {
            this.key = key;
        }

        /** Reads, and tells whether the response is there as a whole. */
        boolean read(SocketChannel channel) throws IOException {
            int received = channel.read(in.clear());
            if (received < 0) {
                throw new IOException("the server has left");
            }
            System.arraycopy(before, 0, response, 0, before.length);
            in.flip().get(response, before.length, received);
            length = before.length + received;
            boolean whole = length > 4 && response[length - 1] == '\n' && response[length - 3] == '\n';
            if (!whole) {
                before = Arrays.copyOf(response, length);
            }
            return whole;
        }

        boolean isRight() {
            int at = BareAnswer.find(response, length - Accept.ACCEPT_BYTES, ACCEPT);
            return Arrays.equals(response, 0, STATUS.length, STATUS, 0, STATUS.length)
                    && at >= 0
                    && Arrays.equals(response, at, at + Accept.ACCEPT_BYTES, accepts[key], 0, Accept.ACCEPT_BYTES);
        }
    }
}
