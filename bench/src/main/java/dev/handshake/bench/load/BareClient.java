package dev.handshake.bench.load;

import dev.handshake.bench.memory.Accept;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** The least that a client in Java can do over one selector: connect, a key, write once, read once, compare, close. */
final class BareClient {

    private static final byte[] ACCEPT = "\r\nsec-websocket-accept: ".getBytes(StandardCharsets.ISO_8859_1);

    private final InetSocketAddress server;
    private final Selector selector = Selector.open();
    private final SecureRandom random = new SecureRandom();
    private final Accept accept = new Accept();
    private final byte[] nonce = new byte[16];
    private final byte[] request;
    private final int keyAt;
    private final ByteBuffer out = ByteBuffer.allocateDirect(512);
    private final ByteBuffer in = ByteBuffer.allocateDirect(4096);
    private final byte[] response = new byte[4096];
    private int begun;
    private int ended;
    private int opened;

    BareClient(int port) throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        String start = "GET /chat HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ";
        keyAt = start.length();
        request = (start + "x".repeat(Accept.KEY_BYTES) + "\r\nSec-WebSocket-Version: 13\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Does so many handshakes; returns how many succeeded. */
    int run(int count, int atOnce) throws IOException {
        begun = ended = opened = 0;
        while (ended < count) {
            while (begun < count && begun - ended < atOnce) {
                begin();
            }
            selector.select(this::ready);
        }
        selector.selectNow();
        return opened;
    }

    private void begin() throws IOException {
        begun++;
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        byte[] expected = new byte[Accept.ACCEPT_BYTES];
        if (channel.connect(server)) {
            send(channel, expected);
            channel.register(selector, SelectionKey.OP_READ, expected);
        } else {
            channel.register(selector, SelectionKey.OP_CONNECT, expected);
        }
    }

    private void send(SocketChannel channel, byte[] expected) throws IOException {
        random.nextBytes(nonce);
        byte[] key = Base64.getEncoder().encode(nonce);
        System.arraycopy(key, 0, request, keyAt, key.length);
        accept.write(request, keyAt, expected, 0);
        channel.write(out.clear().put(request).flip());
    }

    private void ready(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        byte[] expected = (byte[]) key.attachment();
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                send(channel, expected);
                key.interestOps(SelectionKey.OP_READ);
                return;
            }
            int count = channel.read(in.clear());
            in.flip().get(response, 0, count);
            int at = BareAnswer.find(response, count - Accept.ACCEPT_BYTES, ACCEPT);
            if (at >= 0 && Arrays.equals(response, at, at + expected.length, expected, 0, expected.length)) {
                opened++;
            }
            channel.close();
        } catch (IOException e) {
            System.err.println("a handshake has failed: " + e);
        }
        ended++;
    }
}
