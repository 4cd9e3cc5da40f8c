package dev.handshake.bench.load;

import dev.handshake.Role;
import dev.handshake.messages.DeflateTerms;
import dev.handshake.messages.Message;
import dev.handshake.messages.MessageEncoder;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
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
 * Connections that each send the same text again and again, as soon as it has come back. What is sent was made before, so
 * that the load costs as little as it can; of what comes back, only the headers of the frames are looked at.
 */
final class EchoLoad implements Closeable {

    private static final String REQUEST = """
            GET / HTTP/1.1\r
            Host: 127.0.0.1\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            """;

    private static final long PATIENCE_MILLIS = 20_000;

    private final ByteBuffer frames;
    private final Selector selector = Selector.open();
    private final List<Echoed> connections = new ArrayList<>();
    private final ByteBuffer input = ByteBuffer.allocateDirect(256 * 1024);
    private int toSend;
    private int toCome;

    /**
     * Connects.
     *
     * @throws IOException also if the server does not agree to compression that is asked for
     */
    EchoLoad(int port, boolean deflate, int bytes, int atOnce) throws IOException {
        frames = frames(deflate, bytes);
        for (int i = 0; i < atOnce; i++) {
            connections.add(new Echoed(port, deflate));
        }
    }

    private static ByteBuffer frames(boolean deflate, int bytes) {
        MessageEncoder encoder = new MessageEncoder(Role.CLIENT, deflate ? new DeflateTerms(false, false, 15) : null);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(64 * 1024);
        encoder.message(Message.text(text(bytes)));
        while (!encoder.isOut()) {
            encoder.drain(some.clear());
            all.write(some.array(), 0, some.position());
        }
        encoder.free();
        return ByteBuffer.allocateDirect(all.size()).put(all.toByteArray()).flip();
    }

    /** JSON of the kind that is sent about: it compresses to about a third. */
    static String text(int bytes) {
        StringBuilder text = new StringBuilder(bytes + 100);
        for (long i = 1; text.length() < bytes; i++) {
            text.append("{\"id\":")
                    .append(i * 7919 % 100_003)
                    .append(",\"name\":\"")
                    .append(Long.toString(i * i * 31_337, 36));
            text.append("\",\"price\":").append(i * 104_729 % 9973 / 100.0).append("},");
        }
        return text.substring(0, bytes);
    }

    /** Has so many messages sent and sent back; returns how long that took, in nanoseconds. */
    long run(int count) throws IOException {
        toSend = count;
        toCome = count;
        long begin = System.nanoTime();
        for (Echoed connection : connections) {
            connection.next();
        }
        while (toCome > 0) {
            if (selector.select(this::ready, PATIENCE_MILLIS) == 0) {
                throw new IOException("the server says nothing any more");
            }
        }
        return System.nanoTime() - begin;
    }

    private void ready(SelectionKey key) {
        try {
            ((Echoed) key.attachment()).go(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (Echoed connection : connections) {
            connection.channel.close();
        }
        selector.close();
    }

    /** One connection. */
    private final class Echoed {

        final SocketChannel channel;
        private final SelectionKey key;
        private final ByteBuffer output = frames.duplicate();

        /** The header that is being read, and how much is still to come of the payload behind it. */
        private final byte[] header = new byte[10];

        private int headerBytes;
        private long left;

        Echoed(int port, boolean deflate) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            String offer = deflate ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "";
            channel.write(ByteBuffer.wrap((REQUEST + offer + "\r\n").getBytes(StandardCharsets.US_ASCII)));
            StringBuilder answer = new StringBuilder();
            ByteBuffer octet = ByteBuffer.allocate(1);
            while (answer.indexOf("\r\n\r\n") < 0) {
                if (channel.read(octet.clear()) < 0) {
                    throw new IOException("the server has ended the connection behind " + answer);
                }
                answer.append((char) octet.get(0));
            }
            if (answer.indexOf(" 101 ") < 0 || deflate && answer.indexOf("permessage-deflate") < 0) {
                throw new IOException("the server does not agree: " + answer);
            }
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        void next() throws IOException {
            if (toSend > 0) {
                toSend--;
                output.clear();
                write();
            }
        }

        private void write() throws IOException {
            channel.write(output);
            key.interestOps(
                    output.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        void go(SelectionKey ready) throws IOException {
            if (ready.isWritable()) {
                write();
            }
            if (ready.isReadable()) {
                if (channel.read(input.clear()) < 0) {
                    throw new IOException("the server has ended the connection");
                }
                take(input.flip());
            }
        }

        private void take(ByteBuffer octets) throws IOException {
            while (octets.hasRemaining()) {
                if (left == 0) {
                    header[headerBytes++] = octets.get();
                    if (!isHeaderWhole()) {
                        continue;
                    }
                    left = length();
                }
                int count = (int) Math.min(left, octets.remaining());
                octets.position(octets.position() + count);
                left -= count;
                if (left == 0) {
                    headerBytes = 0;
                    ended(header[0]);
                }
            }
        }

        private boolean isHeaderWhole() {
            int small = headerBytes < 2 ? 0 : header[1];
            return headerBytes == (small < 126 ? 2 : small == 126 ? 4 : 10) && headerBytes > 1;
        }

        private long length() {
            ByteBuffer octets = ByteBuffer.wrap(header);
            return header[1] < 126 ? header[1] : header[1] == 126 ? octets.getShort(2) & 0xffff : octets.getLong(2);
        }

        private void ended(int first) throws IOException {
            boolean last = first < 0;
            boolean control = (first & 8) != 0;
            if (control) {
                throw new IOException("the server has sent a control frame of kind " + (first & 15));
            }
            if (last) {
                toCome--;
                next();
            }
        }
    }
}
