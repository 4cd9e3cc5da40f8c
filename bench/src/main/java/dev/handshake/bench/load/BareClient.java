package dev.handshake.bench.load;

import dev.handshake.bench.memory.Accept;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;

/** The least that a client in Java can do over one selector: connect, a key, write once, read once, compare, close. */
final class BareClient {

    private final InetSocketAddress server;
    private final Selector selector = Selector.open();
    private final BareRequest request;
    private final ByteBuffer out = ByteBuffer.allocateDirect(512);
    private final ByteBuffer in = ByteBuffer.allocateDirect(4096);
    private final byte[] response = new byte[4096];
    private int begun;
    private int ended;
    private int opened;

    BareClient(int port) throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        request = new BareRequest(port, new SecureRandom());
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
        channel.write(out.clear().put(request.next(expected)).flip());
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
            in.flip().get(response, 0, Math.max(0, count));
            if (BareRequest.isAnsweredBy(response, count, expected)) {
                opened++;
            } else {
                System.err.println("a handshake has failed: " + BareRequest.complaint(response, count));
            }
            channel.close();
        } catch (IOException e) {
            System.err.println("a handshake has failed: " + e);
        }
        ended++;
    }
}
